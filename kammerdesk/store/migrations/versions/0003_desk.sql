-- What version 3 adds to version 2.

CREATE TABLE shared_view (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    look TEXT NOT NULL,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_shared_view PRIMARY KEY (uid)
);

CREATE INDEX ix_shared_view__l ON shared_view (_l);

CREATE INDEX ix_shared_view_page ON shared_view (page);

CREATE TABLE follow_up (
    uid CHAR(32) NOT NULL,
    home VARCHAR(8) NOT NULL,
    owner TEXT NOT NULL,
    task TEXT NOT NULL,
    subject_uid CHAR(32),
    until DATE NOT NULL,
    deleted_at DATETIME,
    deleted_by TEXT,
    _c VARCHAR(32),
    _l INTEGER,
    _v_removal VARCHAR(32),
    _v_core VARCHAR(32),
    CONSTRAINT pk_follow_up PRIMARY KEY (uid)
);

CREATE INDEX ix_follow_up__l ON follow_up (_l);

CREATE INDEX ix_follow_up_owner ON follow_up (owner);

CREATE INDEX ix_follow_up_subject_uid ON follow_up (subject_uid);
