"""The command line: words, colours and files; everything else lives in the other rooms."""
