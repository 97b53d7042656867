-- Written by the tests (RECORD_SNAPSHOTS=1) from the migrations; not to be edited.

CREATE TABLE dataset (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    kind TEXT NOT NULL CHECK (kind IN ('speech', 'image', 'table', 'caption', 'text')),
    format TEXT NOT NULL,
    source TEXT NOT NULL,
    version TEXT,
    license TEXT,
    -- The same for the same examples, whatever the order in which they came.
    fingerprint TEXT NOT NULL,
    exampleCount INTEGER NOT NULL DEFAULT 0 CHECK (exampleCount >= 0),
    createdAt TEXT NOT NULL,
    updatedAt TEXT NOT NULL,
    -- When a source was last read to its end; null while one is being read or was cut off.
    completedAt TEXT
) STRICT;

CREATE TABLE media (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    kind TEXT NOT NULL CHECK (kind IN ('image', 'audio', 'table')),
    mediaType TEXT NOT NULL,
    sizeBytes INTEGER NOT NULL CHECK (sizeBytes >= 0),
    width INTEGER CHECK (width > 0 OR kind = 'table'),
    height INTEGER CHECK (height > 0 OR kind = 'table'),
    durationSeconds REAL CHECK (durationSeconds >= 0),
    sampleRateHertz INTEGER CHECK (sampleRateHertz > 0),
    channels INTEGER CHECK (channels > 0),
    -- Referenced: an absolute path, checked by hash when it is read. Embedded: the bytes.
    path TEXT,
    bytes BLOB,
    CHECK (path IS NOT NULL OR bytes IS NOT NULL),
    CHECK (bytes IS NULL OR length(bytes) = sizeBytes)
) STRICT;

CREATE TABLE ingestionError (
    id INTEGER PRIMARY KEY,
    datasetID INTEGER NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    file TEXT NOT NULL,
    -- From 1; 0 where the reason concerns the whole file.
    line INTEGER NOT NULL DEFAULT 0 CHECK (line >= 0),
    reason TEXT NOT NULL,
    recordedAt TEXT NOT NULL,
    UNIQUE (datasetID, file, line, reason)
) STRICT;

CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    -- Of everything the model consists of. The name is only what somebody called it first.
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
    name TEXT NOT NULL,
    backend TEXT NOT NULL,
    identity TEXT NOT NULL CHECK (json_valid(identity)),
    createdAt TEXT NOT NULL
) STRICT;

CREATE TABLE suite (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    -- The file as it was written.
    yaml TEXT NOT NULL
) STRICT;

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    suiteID INTEGER NOT NULL REFERENCES suite (id),
    -- Of the resolved suite: datasets' fingerprints, models' digests, options, seed. The same command
    -- over the same things continues the run that has it.
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
    status TEXT NOT NULL CHECK (status IN ('running', 'scoring', 'finished')),
    seed INTEGER NOT NULL,
    -- Code version, machine, threads, batch size, libraries.
    manifest TEXT NOT NULL CHECK (json_valid(manifest)),
    startedAt TEXT NOT NULL,
    finishedAt TEXT
) STRICT;

CREATE TABLE decoding (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
    task TEXT NOT NULL,
    options TEXT NOT NULL CHECK (json_valid(options))
) STRICT;

CREATE TABLE task (
    id INTEGER PRIMARY KEY,
    runID INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    task TEXT NOT NULL,
    datasetID INTEGER NOT NULL REFERENCES dataset (id),
    datasetFingerprint TEXT NOT NULL,
    split TEXT,
    -- The first so many examples; null for all.
    exampleLimit INTEGER CHECK (exampleLimit > 0),
    modelID INTEGER NOT NULL REFERENCES model (id),
    modelName TEXT NOT NULL,
    decodingID INTEGER NOT NULL REFERENCES decoding (id),
    groupBy TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(groupBy)), options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options)), clusterBy TEXT, baseTaskID INTEGER REFERENCES task (id) ON DELETE CASCADE, perturbation TEXT CHECK (perturbation IS NULL OR json_valid(perturbation)), repetition INTEGER NOT NULL DEFAULT 0 CHECK (repetition >= 0),
    UNIQUE (runID, position)
) STRICT;

CREATE TABLE prediction (
    id INTEGER PRIMARY KEY,
    modelID INTEGER NOT NULL REFERENCES model (id),
    decodingID INTEGER NOT NULL REFERENCES decoding (id),
    -- The first 16 bytes; every answer is found by it, so it is stored as short as can be.
    requestDigest BLOB NOT NULL CHECK (length(requestDigest) = 16),
    -- The Hugging Face pipeline's shape, or the reason why there is none.
    output TEXT CHECK (output IS NULL OR json_valid(output)),
    error TEXT,
    -- The answer in words, for search.
    answer TEXT,
    latencySeconds REAL NOT NULL CHECK (latencySeconds >= 0),
    batchSize INTEGER NOT NULL CHECK (batchSize > 0),
    UNIQUE (modelID, decodingID, requestDigest),
    CHECK ((output IS NULL) <> (error IS NULL))
) STRICT;

CREATE TABLE taskPrediction (
    taskID INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    exampleID INTEGER NOT NULL REFERENCES example (id),
    request INTEGER NOT NULL DEFAULT 0 CHECK (request >= 0),
    predictionID INTEGER NOT NULL REFERENCES prediction (id),
    PRIMARY KEY (taskID, exampleID, request)
) STRICT, WITHOUT ROWID;

CREATE TABLE score (
    metricID INTEGER NOT NULL REFERENCES metric (id) ON DELETE CASCADE,
    exampleID INTEGER NOT NULL REFERENCES example (id),
    tally TEXT NOT NULL,
    -- The metric's value on this example alone; null where one example has none.
    value REAL,
    PRIMARY KEY (metricID, exampleID)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE exampleText USING fts5 (
    text, target, content = 'example', content_rowid = 'id', columnsize = 0, tokenize = 'unicode61'
);

CREATE VIRTUAL TABLE predictionText USING fts5 (
    answer, content = 'prediction', content_rowid = 'id', columnsize = 0, tokenize = 'unicode61'
);

CREATE TRIGGER predictionTextDelete AFTER DELETE ON prediction WHEN old.answer IS NOT NULL
BEGIN
    INSERT INTO predictionText (predictionText, rowid, answer)
    VALUES ('delete', old.id, old.answer);
END;

CREATE TRIGGER predictionTextUpdate AFTER UPDATE OF answer ON prediction
BEGIN
    INSERT INTO predictionText (predictionText, rowid, answer)
    SELECT 'delete', old.id, old.answer WHERE old.answer IS NOT NULL;
    INSERT INTO predictionText (rowid, answer)
    SELECT new.id, new.answer WHERE new.answer IS NOT NULL;
END;

CREATE TABLE "example" (
    id INTEGER PRIMARY KEY,
    datasetID INTEGER NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    split TEXT NOT NULL CHECK (length(split) > 0),
    key TEXT NOT NULL CHECK (length(key) > 0),
    text TEXT,
    mediaID INTEGER REFERENCES media (id),
    targetKind TEXT CHECK (targetKind IN ('text', 'label', 'answers', 'alternatives', 'tags')),
    target TEXT,
    attributes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(attributes)),
    contentDigest TEXT NOT NULL CHECK (length(contentDigest) = 64),
    UNIQUE (datasetID, split, key),
    CHECK ((targetKind IS NULL) = (target IS NULL)),
    CHECK (text IS NOT NULL OR mediaID IS NOT NULL)
) STRICT;

CREATE TRIGGER exampleTextDelete AFTER DELETE ON example
WHEN old.text IS NOT NULL OR old.target IS NOT NULL
BEGIN
    INSERT INTO exampleText (exampleText, rowid, text, target)
    VALUES ('delete', old.id, old.text, old.target);
END;

CREATE TRIGGER exampleTextUpdate AFTER UPDATE OF text, target ON example
BEGIN
    INSERT INTO exampleText (exampleText, rowid, text, target)
    SELECT 'delete', old.id, old.text, old.target
    WHERE old.text IS NOT NULL OR old.target IS NOT NULL;
    INSERT INTO exampleText (rowid, text, target)
    SELECT new.id, new.text, new.target
    WHERE new.text IS NOT NULL OR new.target IS NOT NULL;
END;

CREATE TABLE scoring (
    id INTEGER PRIMARY KEY,
    runID INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    startedAt TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- Of the program that scored.
    codeVersion TEXT NOT NULL
) STRICT;

CREATE TABLE "metric" (
    id INTEGER PRIMARY KEY,
    taskID INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options)),
    higherIsBetter INTEGER NOT NULL CHECK (higherIsBetter IN (0, 1)),
    isShare INTEGER NOT NULL CHECK (isShare IN (0, 1)),
    -- Null for a metric that was not scored yet.
    scoringID INTEGER REFERENCES scoring (id),
    -- The metric of the same name and options that was scored later and differs; null for what holds now.
    supersededBy INTEGER REFERENCES metric (id)
) STRICT;

CREATE UNIQUE INDEX metricInForce ON metric (taskID, name, options) WHERE supersededBy IS NULL;

CREATE INDEX metricOfTask ON metric (taskID);

CREATE TABLE "figure" (
    metricID INTEGER NOT NULL REFERENCES metric (id) ON DELETE CASCADE,
    -- 'value' for the metric itself; else what was made of it: a difference between groups, a drop under
    -- perturbation, a spread over repeats.
    statistic TEXT NOT NULL DEFAULT 'value' CHECK (length(statistic) > 0),
    -- Both empty for all examples together. Of two attributes that are crossed, 'sex & accent'.
    groupAttribute TEXT NOT NULL DEFAULT '',
    groupValue TEXT NOT NULL DEFAULT '',
    value REAL,
    lower REAL,
    upper REAL,
    method TEXT CHECK (
        method IN (
            'wilson', 'student', 'bootstrap', 'clusterBootstrap', 'pairedBootstrap', 'wald'
        )
    ),
    standardError REAL CHECK (standardError >= 0),
    count INTEGER NOT NULL CHECK (count >= 0),
    failures INTEGER NOT NULL CHECK (failures >= 0),
    -- How many clusters the examples are of; null where they are taken to be independent.
    clusters INTEGER CHECK (clusters >= 0),
    -- What to know of the value: between which groups it is, that there are too few examples.
    note TEXT,
    PRIMARY KEY (metricID, statistic, groupAttribute, groupValue),
    CHECK ((lower IS NULL) = (upper IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE textScorer (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    version TEXT NOT NULL,
    identity TEXT NOT NULL CHECK (json_valid(identity)),
    createdAt TEXT NOT NULL
) STRICT;

CREATE TABLE textScore (
    textScorerID INTEGER NOT NULL REFERENCES textScorer (id) ON DELETE CASCADE,
    -- The first 16 bytes of the SHA-256 of the text.
    textDigest BLOB NOT NULL CHECK (length(textDigest) = 16),
    -- By the scorer's names, such as {"toxicity": 0.9}.
    scores TEXT NOT NULL CHECK (json_valid(scores)),
    PRIMARY KEY (textScorerID, textDigest)
) STRICT, WITHOUT ROWID;

CREATE VIEW leaderboard AS
SELECT
    task.runID AS run,
    suite.name AS suite,
    task.task AS task,
    dataset.name AS dataset,
    task.modelName AS model,
    task.perturbation AS perturbation,
    task.repetition AS repetition,
    metric.name AS metric,
    metric.options AS metricOptions,
    round(figure.value, 4) AS value,
    round(figure.lower, 4) AS lower95,
    round(figure.upper, 4) AS upper95,
    figure.method AS intervalMethod,
    figure.standardError AS standardError,
    figure.count AS n,
    figure.clusters AS clusters,
    figure.failures AS failures,
    CASE metric.higherIsBetter WHEN 1 THEN 'higher' ELSE 'lower' END AS better,
    task.id AS taskID
FROM figure
JOIN metric ON metric.id = figure.metricID AND metric.supersededBy IS NULL
JOIN task ON task.id = metric.taskID
JOIN run ON run.id = task.runID
JOIN suite ON suite.id = run.suiteID
JOIN dataset ON dataset.id = task.datasetID
WHERE figure.groupAttribute = '' AND figure.statistic = 'value';

CREATE VIEW groupFigure AS
SELECT
    task.runID AS run,
    task.task AS task,
    dataset.name AS dataset,
    task.modelName AS model,
    metric.name AS metric,
    figure.statistic AS statistic,
    figure.groupAttribute AS attribute,
    figure.groupValue AS "group",
    round(figure.value, 4) AS value,
    round(figure.lower, 4) AS lower95,
    round(figure.upper, 4) AS upper95,
    figure.count AS n,
    figure.clusters AS clusters,
    figure.failures AS failures,
    figure.note AS note,
    task.id AS taskID
FROM figure
JOIN metric ON metric.id = figure.metricID AND metric.supersededBy IS NULL
JOIN task ON task.id = metric.taskID
JOIN dataset ON dataset.id = task.datasetID
WHERE figure.groupAttribute <> '';

CREATE VIEW scoreHistory AS
SELECT
    task.runID AS run,
    task.task AS task,
    dataset.name AS dataset,
    task.modelName AS model,
    metric.name AS metric,
    metric.options AS metricOptions,
    figure.value AS value,
    figure.lower AS lower95,
    figure.upper AS upper95,
    figure.count AS n,
    metric.supersededBy IS NULL AS holds,
    scoring.startedAt AS scoredAt,
    scoring.author AS author,
    scoring.reason AS reason,
    scoring.codeVersion AS codeVersion,
    task.id AS taskID,
    metric.id AS metricID
FROM metric
JOIN task ON task.id = metric.taskID
JOIN dataset ON dataset.id = task.datasetID
LEFT JOIN scoring ON scoring.id = metric.scoringID
LEFT JOIN figure ON figure.metricID = metric.id
    AND figure.groupAttribute = '' AND figure.statistic = 'value'
-- A row that names an earlier one is not finished yet.
WHERE metric.supersededBy IS NULL OR metric.supersededBy > metric.id;

CREATE VIEW predictionExample AS
SELECT
    task.runID AS run,
    task.id AS taskID,
    task.task AS task,
    task.modelName AS model,
    dataset.name AS dataset,
    task.perturbation AS perturbation,
    task.repetition AS repetition,
    example.split AS split,
    example.key AS key,
    example.text AS text,
    example.target AS target,
    prediction.answer AS answer,
    prediction.error AS error,
    prediction.output AS output,
    round(prediction.latencySeconds, 6) AS latencySeconds,
    example.attributes AS attributes,
    media.sha256 AS media,
    media.mediaType AS mediaType,
    example.id AS exampleID,
    prediction.id AS predictionID
FROM taskPrediction
JOIN task ON task.id = taskPrediction.taskID
JOIN dataset ON dataset.id = task.datasetID
JOIN example ON example.id = taskPrediction.exampleID
JOIN prediction ON prediction.id = taskPrediction.predictionID
LEFT JOIN media ON media.id = example.mediaID;

CREATE VIEW failedPrediction AS
SELECT run, taskID, task, model, dataset, split, key, error, exampleID, predictionID
FROM predictionExample
WHERE error IS NOT NULL;

CREATE VIEW datasetSummary AS
SELECT
    dataset.name AS dataset,
    dataset.kind AS kind,
    example.split AS split,
    count(*) AS examples,
    dataset.license AS license,
    dataset.source AS source,
    dataset.fingerprint AS fingerprint
FROM dataset JOIN example ON example.datasetID = dataset.id
GROUP BY dataset.id, example.split;
