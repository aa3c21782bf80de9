"""The officers' local desk in the browser. Serves this machine alone; decides nothing about the product."""
