"""Reports: a world and a request in, bytes out. Every figure is a cell of the account.

All that is counted here are lists that the report itself shows or leads to (tasks, sites, townships named in a sentence).

`request` reads what is asked for, `compose` makes a document of it (`opening`, `closing`, `notices`, `annexes` hold its parts,
`voice` puts figures into sentences), `word` and `page` give it a form; `entries`, `sheets` and `workbook` make the workbook,
`commas` the CSV; `seal` marks a file as untouched.
"""
