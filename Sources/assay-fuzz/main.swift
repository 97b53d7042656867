print("usage: assay-fuzz TARGET [SECONDS]")
