BEGIN TRANSACTION;
CREATE TABLE kamgraph_assessments (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	date TEXT NOT NULL, 
	deal TEXT, 
	assessor TEXT, 
	relationship TEXT, 
	solution TEXT, 
	price TEXT, 
	evidence TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_assessments" VALUES(1,'ann','2024-02-01',NULL,'cy','friend','prefers','2',NULL,NULL);
INSERT INTO "kamgraph_assessments" VALUES(2,'bo','2024-02-02','d',NULL,'hostile',NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_book (
	version INTEGER NOT NULL, 
	sha256 TEXT NOT NULL
);
INSERT INTO "kamgraph_book" VALUES(1,'0f6a3153e2e5b7871efede1b8f28962c259a3ee437b0e0aaed7a0cd20734c70e');
CREATE TABLE kamgraph_deals (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	account TEXT NOT NULL, 
	name TEXT, 
	stage TEXT, 
	value DOUBLE, 
	currency TEXT, 
	created TEXT, 
	closes TEXT, 
	budget TEXT, 
	authority TEXT, 
	need TEXT, 
	timing TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_deals" VALUES(1,'d','unit',NULL,'opportunity',1200000.0,'EUR','2024-01-15','2024-09-30',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_interactions (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	date TEXT NOT NULL, 
	person TEXT NOT NULL, 
	kind TEXT, 
	part TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_interactions" VALUES(1,'i','2024-02-05','ann','visit','present',NULL);
INSERT INTO "kamgraph_interactions" VALUES(2,'i','2024-02-05','cy','visit','from',NULL);
INSERT INTO "kamgraph_interactions" VALUES(3,'j','2024-02-06','bo','dinner',NULL,NULL);
CREATE TABLE kamgraph_organizations (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	parent TEXT, 
	industry TEXT, 
	region TEXT, 
	potential DOUBLE, 
	contribution DOUBLE, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_organizations" VALUES(1,'acme','acme','customer',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "kamgraph_organizations" VALUES(2,'rival','rival','competitor',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "kamgraph_organizations" VALUES(3,'unit','unit','customer','acme',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "kamgraph_organizations" VALUES(4,'us','us','vendor',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_people (
	row_number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	organization TEXT NOT NULL, 
	title TEXT, 
	function TEXT, 
	level INTEGER, 
	susceptibility DOUBLE, 
	since TEXT, 
	until TEXT, 
	successor TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_people" VALUES(1,'ann','ann','acme','总经理',NULL,1,NULL,NULL,NULL,NULL,'{"手机": "123"}');
INSERT INTO "kamgraph_people" VALUES(2,'bo','bo','unit',NULL,NULL,NULL,NULL,'2020-01-01','2024-02-01','ann',NULL);
INSERT INTO "kamgraph_people" VALUES(3,'cy','cy','us',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "kamgraph_people" VALUES(4,'ed','ed','rival',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE kamgraph_roles (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	account TEXT NOT NULL, 
	deal TEXT, 
	role TEXT NOT NULL, 
	since TEXT, 
	until TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_roles" VALUES(1,'ann','acme',NULL,'approver',NULL,NULL,NULL);
INSERT INTO "kamgraph_roles" VALUES(2,'bo','unit','d','coach_inform',NULL,NULL,NULL);
CREATE TABLE kamgraph_targets (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	due TEXT NOT NULL, 
	deal TEXT, 
	relationship TEXT, 
	solution TEXT, 
	price TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_targets" VALUES(1,'ann','2024-06-30',NULL,'mentor','champions',NULL,NULL);
CREATE TABLE kamgraph_team (
	row_number INTEGER NOT NULL, 
	person TEXT NOT NULL, 
	account TEXT NOT NULL, 
	deal TEXT, 
	role TEXT NOT NULL, 
	since TEXT, 
	until TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_team" VALUES(1,'cy','acme',NULL,'account_responsible',NULL,NULL,NULL);
CREATE TABLE kamgraph_ties (
	row_number INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	target TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	deal TEXT, 
	strength TEXT, 
	confidence DOUBLE, 
	since TEXT, 
	until TEXT, 
	evidence TEXT, 
	extra TEXT, 
	PRIMARY KEY (row_number)
);
INSERT INTO "kamgraph_ties" VALUES(1,'ann','bo','influences','d','strong',NULL,'2024-01-20',NULL,NULL,NULL);
INSERT INTO "kamgraph_ties" VALUES(2,'bo','ann','reports_to',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "kamgraph_ties" VALUES(3,'cy','ann','knows',NULL,'trusted',NULL,NULL,NULL,'fair',NULL);
COMMIT;
