from old import b
