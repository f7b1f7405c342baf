"""Sources that are asked by files: a request is put on a server, its reply fetched hours later."""
