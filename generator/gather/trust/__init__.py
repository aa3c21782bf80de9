"""What in a project would run programs, and whether this user has said that it may.

A project's own text is data, but `mkdocs.yml` can name programs: plugins, hooks, scripts for the visitors' browsers. A
received folder is not believed. `asks` reads what a settings file would run; `decisions` keeps, outside of the folder, what
the user agreed to, bound to the content of all the files concerned.
"""
