./scripted || exit 1
