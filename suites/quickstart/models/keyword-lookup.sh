#!/bin/sh
# A "model" for table-question-answering made of a few rules: it looks for the question's words in
# the table. The rows are those in which a cell stands word for word in the question; the column is
# the one whose name shares most words with it; "total" adds up and "how many" counts. It knows no
# comparisons ("the most", "more than"), no synonyms and no grammar. POSIX shell and awk.
#
# In, a line:  {"id": "...", "inputs": {"table": "FILE", "text": "QUESTION"}, ...}
# The file:    {"header": ["...", ...], "rows": [["...", ...], ...]}
# Out, a line: {"id": "...", "output": {"answer", "coordinates", "cells", "aggregator"}}

rules='
# Flattens JSON: value["rows.2.0"] is a scalar, size["rows."] the length of an array.
function parse(path,    c, key, i) {
    skip()
    c = substr(text, at, 1)
    if (c == "{") {
        at++
        for (skip(); substr(text, at, 1) != "}" && at <= length(text); skip()) {
            key = string()
            skip()
            at++
            parse(path key ".")
            skip()
            if (substr(text, at, 1) == ",") { at++; skip() }
        }
        at++
    } else if (c == "[") {
        at++
        i = 0
        for (skip(); substr(text, at, 1) != "]" && at <= length(text); skip()) {
            parse(path i ".")
            i++
            skip()
            if (substr(text, at, 1) == ",") at++
        }
        at++
        size[path] = i
    } else if (c == "\"") {
        value[substr(path, 1, length(path) - 1)] = string()
    } else {
        match(substr(text, at), /^[^],} \t]+/)
        value[substr(path, 1, length(path) - 1)] = substr(text, at, RLENGTH)
        at += RLENGTH > 0 ? RLENGTH : 1
    }
}
function skip() { while (substr(text, at, 1) ~ /^[ \t\r]$/) at++ }
function string(    c, out) {
    out = ""
    for (at++; (c = substr(text, at, 1)) != "\"" && at <= length(text); at++) {
        if (c == "\\") {
            at++
            c = substr(text, at, 1)
            if (c == "u") { at += 4; c = " " } else if (c ~ /[bfnrt]/) c = " "
        }
        out = out c
    }
    at++
    return out
}
function quoted(s) {
    gsub(/\\/, "\\\\", s)
    gsub(/"/, "\\\"", s)
    return "\"" s "\""
}
# " lower case words without their plural s ".
function words(s,    n, list, i, out) {
    s = tolower(s)
    gsub(/[-_.,;:!?"()\047]/, " ", s)
    n = split(s, list, " ")
    out = " "
    for (i = 1; i <= n; i++) {
        if (length(list[i]) > 3) sub(/s$/, "", list[i])
        out = out list[i] " "
    }
    return out
}
# How many words of a are words of b.
function shared(a, b,    n, list, i, sum) {
    n = split(a, list, " ")
    for (i = 1; i <= n; i++)
        if (!(list[i] in ignored) && index(b, " " list[i] " ")) sum++
    return sum + 0
}
function isNumber(s) { return s ~ /^-?[0-9]+([.][0-9]+)?$/ }

BEGIN {
    split("a an and are at by do doe for from have how in is it number of on that the to wa was were " \
        "what when where which who with", list, " ")
    for (i in list) ignored[list[i]]
    getline text; at = 1; parse("")
    getline text; at = 1; parse("")
    question = words(value["inputs.text"])
    columns = size["header."]
    rows = size["rows."]

    # Rows with a cell that stands in the question; longer cells say more.
    top = 0
    for (r = 0; r < rows; r++) {
        points[r] = 0
        for (c = 0; c < columns; c++) {
            cell = words(value["rows." r "." c])
            if (length(cell) > 2 && index(question, cell)) {
                points[r] += split(cell, list, " ")
                said[r, c] = 1
            }
        }
        if (points[r] > top) top = points[r]
    }
    # The columns in which those cells stand are given, not asked for.
    for (r = 0; r < rows; r++)
        for (c = 0; c < columns; c++)
            if (top > 0 && points[r] == top && (r, c) in said) given[c] = 1

    best = -1
    isNamed = 0
    for (c = 0; c < columns; c++) {
        if (c in given) continue
        overlap = shared(words(value["header." c]), question)
        if (best < 0 || overlap > isNamed) { best = c; isNamed = overlap }
    }
    if (best < 0) best = 0

    isNumeric = 1
    for (r = 0; r < rows; r++) if (!isNumber(value["rows." r "." best])) isNumeric = 0
    how = "NONE"
    if (question ~ / (total|sum|together) / && isNumeric) how = "SUM"
    else if (question ~ / average / && isNumeric) how = "AVERAGE"
    else if (question ~ / how many / && !(isNamed && isNumeric && top > 0)) how = "COUNT"

    for (r = 0; r < rows; r++) {
        if (top > 0 && points[r] < top) continue
        cell = value["rows." r "." best]
        answer = answer (taken ? ", " : "") cell
        cells = cells (taken ? "," : "") quoted(cell)
        places = places (taken ? "," : "") "[" r "," best "]"
        taken++
        # Nothing in the question names a row: the first one is as good a guess as any.
        if (top == 0 && how == "NONE") break
    }
    if (how != "NONE") answer = how " > " answer
    printf "{\"id\":%s,\"output\":{\"answer\":%s,\"coordinates\":[%s],\"cells\":[%s],\"aggregator\":\"%s\"}}\n",
        quoted(value["id"]), quoted(answer), places, cells, how
}'

while IFS= read -r request; do
    table=${request#*'"table":"'}
    table=${table%%'"'*}
    if [ ! -r "$table" ]; then
        id=${request#*'"id":"'}
        printf '{"id":"%s","error":"no table that can be read"}\n' "${id%%'"'*}"
        continue
    fi
    {
        printf '%s\n' "$request"
        cat "$table"
        echo
    } | awk "$rules"
done
