"""`pufa serve`: the site as it is being written, in a browser of this machine.

Two processes. The server (`server`, `app`, `watch`) answers at once and never builds; the builder (`child`) builds and never
serves. Between them go plain values (`answer`). Whatever happens to a build, the last good site is served.
"""
