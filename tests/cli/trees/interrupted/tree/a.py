from new import a
