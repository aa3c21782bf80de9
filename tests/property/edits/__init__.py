"""Random edits of a small county, and the comparison of each incremental build with a clean one.

`county` is the county as plain data, `records`, `events`, `texts` and `accidents` change it, `runs` starts builds,
`session` puts it together, and `edits_run` beside this folder is `make edits`.
"""
