#!/bin/sh
# A classifier of reviews by a list of words in small letters: what a model has to beat. It reads one JSON
# request a line and answers one JSON line. POSIX shell.

good='great good excellent loved love enjoyed beautiful friendly interesting recommend'
bad='terrible awful bad hated hate dirty rude boring dark mess'

while IFS= read -r request; do
    score=0
    for word in $good; do
        case $request in *"$word"*) score=$((score + 1)) ;; esac
    done
    for word in $bad; do
        case $request in *"$word"*) score=$((score - 1)) ;; esac
    done
    label=positive
    if [ "$score" -lt 0 ]; then label=negative; fi
    id=${request#*'"id":"'}
    printf '{"id":"%s","output":[{"label":"%s","score":1}]}\n' "${id%%'"'*}" "$label"
done
