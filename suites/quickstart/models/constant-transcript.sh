#!/bin/sh
# A "model" for automatic-speech-recognition that does not listen: it answers every recording with the
# commonest word of English. It shows how any program takes part in a run (one JSON request a line
# in, one JSON answer a line out), and what score says nothing about speech: a real recogniser has to
# beat it by far. POSIX shell.

while IFS= read -r request; do
    id=${request#*'"id":"'}
    printf '{"id":"%s","output":{"text":"the"}}\n' "${id%%'"'*}"
done
