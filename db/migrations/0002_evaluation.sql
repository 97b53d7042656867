-- Targets of two more kinds; tasks with options, clusters, perturbations and repeats; scores that keep their
-- history; figures of more than one statistic; what text scorers say of texts.

DROP VIEW leaderboard;
DROP VIEW groupFigure;
DROP VIEW predictionExample;
DROP VIEW failedPrediction;
DROP VIEW datasetSummary;

-- A table whose checks change is made anew: SQLite changes no check of a table that is there.

CREATE TABLE newExample (
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

INSERT INTO newExample SELECT * FROM example;
DROP TABLE example;
ALTER TABLE newExample RENAME TO example;

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

-- The task's options as the suite gave them; `decoding` has those that decide a model's answer.
ALTER TABLE task ADD COLUMN options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options));
-- What examples stray together by: an attribute, or 'medium' for those that share one; null for none.
ALTER TABLE task ADD COLUMN clusterBy TEXT;
-- The task that this one repeats: with a perturbation, or with another seed. Null for the first.
ALTER TABLE task ADD COLUMN baseTaskID INTEGER REFERENCES task (id) ON DELETE CASCADE;
-- What was done to the examples before they were asked: name, options and seed. Null for nothing.
ALTER TABLE task ADD COLUMN perturbation TEXT CHECK (perturbation IS NULL OR json_valid(perturbation));
-- Which repeat with a seed of its own this is, from 0.
ALTER TABLE task ADD COLUMN repetition INTEGER NOT NULL DEFAULT 0 CHECK (repetition >= 0);

-- When, by whom and why a run's predictions were scored.
CREATE TABLE scoring (
    id INTEGER PRIMARY KEY,
    runID INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    startedAt TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- Of the program that scored.
    codeVersion TEXT NOT NULL
) STRICT;

CREATE TABLE newMetric (
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

-- What was scored before scorings were kept was scored when its run was finished.
INSERT INTO scoring (runID, startedAt, author, reason, codeVersion)
SELECT id, coalesce(finishedAt, startedAt), 'assay', 'run',
    coalesce(json_extract(manifest, '$.assay'), 'unknown')
FROM run WHERE status = 'finished';

INSERT INTO newMetric (
    id, taskID, position, name, options, higherIsBetter, isShare, scoringID
)
SELECT metric.id, taskID, metric.position, name, metric.options, higherIsBetter, isShare, scoring.id
FROM metric
JOIN task ON task.id = metric.taskID
LEFT JOIN scoring ON scoring.runID = task.runID;
DROP TABLE metric;
ALTER TABLE newMetric RENAME TO metric;

CREATE UNIQUE INDEX metricInForce ON metric (taskID, name, options) WHERE supersededBy IS NULL;
CREATE INDEX metricOfTask ON metric (taskID);

CREATE TABLE newFigure (
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

INSERT INTO newFigure (metricID, groupAttribute, groupValue, value, lower, upper, method, count, failures)
SELECT metricID, groupAttribute, groupValue, value, lower, upper, method, count, failures FROM figure;
DROP TABLE figure;
ALTER TABLE newFigure RENAME TO figure;

-- What judges texts: a classifier's checkpoint, a list of words, a lexicon.
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

-- Every scoring of every metric, what holds now and what was scored before.
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
