# A classifier of reviews by a list of words, in capitals or not: what a model has to beat.
# One JSON request a line in, one JSON answer a line out.
exec awk '
  BEGIN {
    split("great good excellent loved love enjoyed beautiful friendly interesting recommend", good, " ")
    split("terrible awful bad hated hate dirty rude boring dark mess", bad, " ")
  }
  {
    line = tolower($0)
    score = 0
    for (i in good) if (index(line, good[i])) score++
    for (i in bad) if (index(line, bad[i])) score--
    id = $0
    sub(/.*"id": *"/, "", id)
    sub(/".*/, "", id)
    label = score >= 0 ? "positive" : "negative"
    printf "{\"id\": \"%s\", \"output\": [{\"label\": \"%s\", \"score\": 1}]}\n", id, label
    fflush()
  }
'
