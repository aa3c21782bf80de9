"""Reports: a world and a request in, bytes out. Every figure is a cell of the account; nothing here counts.

`request` reads what is asked for, `compose` makes a document of it (`opening`, `closing`, `notices`, `annexes` hold its parts,
`voice` puts figures into sentences), `word` and `page` give it a form; `sheets` and `workbook` make the workbook, `commas` the CSV.
"""
