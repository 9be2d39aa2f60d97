-- What version 5 of the schema wrote; never changes.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> ''),
  identity TEXT,
  name TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('inbox', 'command')),
  state TEXT NOT NULL
    CHECK (state IN ('intent', 'claimed', 'running', 'done', 'failed', 'duplicate')),
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  config_file ANY CHECK (typeof(config_file) IN ('null', 'text', 'blob')),
  data_file ANY CHECK (typeof(data_file) IN ('null', 'text', 'blob')),
  received_at TEXT NOT NULL CHECK (received_at GLOB '????-??-??T??:??:??.???Z'),
  started_at TEXT CHECK (started_at GLOB '????-??-??T??:??:??.???Z'),
  finished_at TEXT CHECK (finished_at GLOB '????-??-??T??:??:??.???Z'),
  error_code TEXT,
  exit_code INTEGER,
  error_message TEXT,
  error_file TEXT,
  error_line INTEGER CHECK (error_line > 0),
  error_column INTEGER CHECK (error_column > 0),
  error_byte_offset INTEGER CHECK (error_byte_offset >= 0),
  duplicate_of TEXT REFERENCES jobs (id),
  receipt TEXT, owner INTEGER, retry_at TEXT CHECK (retry_at GLOB '????-??-??T??:??:??.???Z'), retry_reason TEXT, scored_model TEXT, progress TEXT, retries INTEGER NOT NULL DEFAULT 0 CHECK (retries >= 0),
  CHECK ((state = 'failed') = (error_code IS NOT NULL)),
  CHECK ((state = 'duplicate') = (duplicate_of IS NOT NULL)),
  CHECK ((state IN ('done', 'failed', 'duplicate')) = (finished_at IS NOT NULL))
) STRICT;
INSERT INTO jobs VALUES(1,'job-000000','0000000000000000000000000000000000000000000000000000000000000000','data','inbox','done',1,NULL,'data.csv','2026-09-21T14:13:20.000Z','2026-09-21T14:13:21.000Z','2026-09-21T14:13:29.000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO jobs VALUES(2,'job-000001','0000000000000000000000000000000000000000000000000000000000000001','data','inbox','done',1,NULL,'data.csv','2026-09-21T14:13:21.000Z','2026-09-21T14:13:22.000Z','2026-09-21T14:13:30.000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO jobs VALUES(3,'job-000002','0000000000000000000000000000000000000000000000000000000000000002','data','inbox','done',1,NULL,'data.csv','2026-09-21T14:13:22.000Z','2026-09-21T14:13:23.000Z','2026-09-21T14:13:31.000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO jobs VALUES(4,'job-000003','0000000000000000000000000000000000000000000000000000000000000003','data','inbox','done',1,NULL,'data.csv','2026-09-21T14:13:23.000Z','2026-09-21T14:13:24.000Z','2026-09-21T14:13:32.000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO jobs VALUES(5,'job-000004','0000000000000000000000000000000000000000000000000000000000000004','data','inbox','done',1,NULL,'data.csv','2026-09-21T14:13:24.000Z','2026-09-21T14:13:25.000Z','2026-09-21T14:13:33.000Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
CREATE TABLE datasets (
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  name TEXT NOT NULL,
  rows INTEGER NOT NULL CHECK (rows >= 0),
  columns INTEGER NOT NULL CHECK (columns >= 0),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  archive TEXT,
  first_seen TEXT NOT NULL CHECK (first_seen GLOB '????-??-??T??:??:??.???Z'),
  last_seen TEXT NOT NULL CHECK (last_seen GLOB '????-??-??T??:??:??.???Z')
) STRICT, WITHOUT ROWID;
INSERT INTO datasets VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','data.csv',1000,2,40000,NULL,'2026-09-21T14:13:20.000Z','2026-09-21T14:13:29.000Z');
CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id <> ''),
  job TEXT NOT NULL REFERENCES jobs (id),
  model TEXT NOT NULL,
  name TEXT NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??.???Z'),
  finished_at TEXT CHECK (finished_at GLOB '????-??-??T??:??:??.???Z'),
  seconds_read REAL,
  seconds_split REAL,
  seconds_train REAL,
  seconds_save REAL,
  seconds_total REAL,
  samples_per_second REAL,
  epochs_run INTEGER CHECK (epochs_run >= 0),
  stop_reason TEXT,
  dataset TEXT REFERENCES datasets (sha256),
  threads INTEGER CHECK (threads > 0),
  engine_version TEXT,
  checkpoint TEXT,
  weights_sha256 TEXT CHECK (length(weights_sha256) = 64),
  is_best INTEGER NOT NULL DEFAULT 0 CHECK (is_best IN (0, 1)),
  CHECK ((state = 'running') = (finished_at IS NULL))
) STRICT;
INSERT INTO runs VALUES(1,'run-000000','job-000000','notebook','trial 0',0,'done','2026-09-21T14:13:20.000Z','2026-09-21T14:13:29.000Z',NULL,NULL,0.0,NULL,1.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000000.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(2,'run-000001','job-000000','tabular','trial 1',1,'done','2026-09-21T14:13:21.000Z','2026-09-21T14:13:30.000Z',NULL,NULL,1.0,NULL,2.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000001.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(3,'run-000002','job-000000','tabular','trial 2',2,'done','2026-09-21T14:13:22.000Z','2026-09-21T14:13:31.000Z',NULL,NULL,2.0,NULL,3.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000002.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(4,'run-000003','job-000000','tabular','trial 3',3,'done','2026-09-21T14:13:23.000Z','2026-09-21T14:13:32.000Z',NULL,NULL,3.0,NULL,4.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000003.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(5,'run-000004','job-000000','notebook','trial 4',4,'done','2026-09-21T14:13:24.000Z','2026-09-21T14:13:33.000Z',NULL,NULL,4.0,NULL,5.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000004.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(6,'run-000005','job-000000','tabular','trial 5',5,'done','2026-09-21T14:13:25.000Z','2026-09-21T14:13:34.000Z',NULL,NULL,5.0,NULL,6.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000005.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(7,'run-000006','job-000000','tabular','trial 6',6,'done','2026-09-21T14:13:26.000Z','2026-09-21T14:13:35.000Z',NULL,NULL,6.0,NULL,7.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000006.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(8,'run-000007','job-000000','tabular','trial 7',7,'done','2026-09-21T14:13:27.000Z','2026-09-21T14:13:36.000Z',NULL,NULL,7.0,NULL,8.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000007.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(9,'run-000008','job-000000','notebook','trial 8',8,'done','2026-09-21T14:13:28.000Z','2026-09-21T14:13:37.000Z',NULL,NULL,8.0,NULL,9.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000008.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(10,'run-000009','job-000000','tabular','trial 9',9,'done','2026-09-21T14:13:29.000Z','2026-09-21T14:13:38.000Z',NULL,NULL,9.0,NULL,10.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000009.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(11,'run-000010','job-000001','tabular','trial 0',0,'done','2026-09-21T14:13:30.000Z','2026-09-21T14:13:39.000Z',NULL,NULL,10.0,NULL,11.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000010.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(12,'run-000011','job-000001','tabular','trial 1',1,'done','2026-09-21T14:13:31.000Z','2026-09-21T14:13:40.000Z',NULL,NULL,11.0,NULL,12.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000011.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(13,'run-000012','job-000001','notebook','trial 2',2,'done','2026-09-21T14:13:32.000Z','2026-09-21T14:13:41.000Z',NULL,NULL,12.0,NULL,13.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000012.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(14,'run-000013','job-000001','tabular','trial 3',3,'done','2026-09-21T14:13:33.000Z','2026-09-21T14:13:42.000Z',NULL,NULL,13.0,NULL,14.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000013.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(15,'run-000014','job-000001','tabular','trial 4',4,'done','2026-09-21T14:13:34.000Z','2026-09-21T14:13:43.000Z',NULL,NULL,14.0,NULL,15.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000014.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(16,'run-000015','job-000001','tabular','trial 5',5,'done','2026-09-21T14:13:35.000Z','2026-09-21T14:13:44.000Z',NULL,NULL,15.0,NULL,16.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000015.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(17,'run-000016','job-000001','notebook','trial 6',6,'done','2026-09-21T14:13:36.000Z','2026-09-21T14:13:45.000Z',NULL,NULL,16.0,NULL,17.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000016.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(18,'run-000017','job-000001','tabular','trial 7',7,'done','2026-09-21T14:13:37.000Z','2026-09-21T14:13:46.000Z',NULL,NULL,0.0,NULL,1.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000017.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(19,'run-000018','job-000001','tabular','trial 8',8,'done','2026-09-21T14:13:38.000Z','2026-09-21T14:13:47.000Z',NULL,NULL,1.0,NULL,2.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000018.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(20,'run-000019','job-000001','tabular','trial 9',9,'done','2026-09-21T14:13:39.000Z','2026-09-21T14:13:48.000Z',NULL,NULL,2.0,NULL,3.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000019.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(21,'run-000020','job-000002','notebook','trial 0',0,'done','2026-09-21T14:13:40.000Z','2026-09-21T14:13:49.000Z',NULL,NULL,3.0,NULL,4.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000020.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(22,'run-000021','job-000002','tabular','trial 1',1,'done','2026-09-21T14:13:41.000Z','2026-09-21T14:13:50.000Z',NULL,NULL,4.0,NULL,5.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000021.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(23,'run-000022','job-000002','tabular','trial 2',2,'done','2026-09-21T14:13:42.000Z','2026-09-21T14:13:51.000Z',NULL,NULL,5.0,NULL,6.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000022.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(24,'run-000023','job-000002','tabular','trial 3',3,'done','2026-09-21T14:13:43.000Z','2026-09-21T14:13:52.000Z',NULL,NULL,6.0,NULL,7.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000023.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(25,'run-000024','job-000002','notebook','trial 4',4,'done','2026-09-21T14:13:44.000Z','2026-09-21T14:13:53.000Z',NULL,NULL,7.0,NULL,8.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000024.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(26,'run-000025','job-000002','tabular','trial 5',5,'done','2026-09-21T14:13:45.000Z','2026-09-21T14:13:54.000Z',NULL,NULL,8.0,NULL,9.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000025.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(27,'run-000026','job-000002','tabular','trial 6',6,'done','2026-09-21T14:13:46.000Z','2026-09-21T14:13:55.000Z',NULL,NULL,9.0,NULL,10.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000026.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(28,'run-000027','job-000002','tabular','trial 7',7,'done','2026-09-21T14:13:47.000Z','2026-09-21T14:13:56.000Z',NULL,NULL,10.0,NULL,11.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000027.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(29,'run-000028','job-000002','notebook','trial 8',8,'done','2026-09-21T14:13:48.000Z','2026-09-21T14:13:57.000Z',NULL,NULL,11.0,NULL,12.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000028.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(30,'run-000029','job-000002','tabular','trial 9',9,'done','2026-09-21T14:13:49.000Z','2026-09-21T14:13:58.000Z',NULL,NULL,12.0,NULL,13.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000029.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(31,'run-000030','job-000003','tabular','trial 0',0,'done','2026-09-21T14:13:50.000Z','2026-09-21T14:13:59.000Z',NULL,NULL,13.0,NULL,14.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000030.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(32,'run-000031','job-000003','tabular','trial 1',1,'done','2026-09-21T14:13:51.000Z','2026-09-21T14:14:00.000Z',NULL,NULL,14.0,NULL,15.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000031.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(33,'run-000032','job-000003','notebook','trial 2',2,'done','2026-09-21T14:13:52.000Z','2026-09-21T14:14:01.000Z',NULL,NULL,15.0,NULL,16.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000032.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(34,'run-000033','job-000003','tabular','trial 3',3,'done','2026-09-21T14:13:53.000Z','2026-09-21T14:14:02.000Z',NULL,NULL,16.0,NULL,17.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000033.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(35,'run-000034','job-000003','tabular','trial 4',4,'done','2026-09-21T14:13:54.000Z','2026-09-21T14:14:03.000Z',NULL,NULL,0.0,NULL,1.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000034.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(36,'run-000035','job-000003','tabular','trial 5',5,'done','2026-09-21T14:13:55.000Z','2026-09-21T14:14:04.000Z',NULL,NULL,1.0,NULL,2.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000035.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(37,'run-000036','job-000003','notebook','trial 6',6,'done','2026-09-21T14:13:56.000Z','2026-09-21T14:14:05.000Z',NULL,NULL,2.0,NULL,3.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000036.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(38,'run-000037','job-000003','tabular','trial 7',7,'done','2026-09-21T14:13:57.000Z','2026-09-21T14:14:06.000Z',NULL,NULL,3.0,NULL,4.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000037.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(39,'run-000038','job-000003','tabular','trial 8',8,'done','2026-09-21T14:13:58.000Z','2026-09-21T14:14:07.000Z',NULL,NULL,4.0,NULL,5.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000038.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(40,'run-000039','job-000003','tabular','trial 9',9,'done','2026-09-21T14:13:59.000Z','2026-09-21T14:14:08.000Z',NULL,NULL,5.0,NULL,6.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000039.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(41,'run-000040','job-000004','notebook','trial 0',0,'done','2026-09-21T14:14:00.000Z','2026-09-21T14:14:09.000Z',NULL,NULL,6.0,NULL,7.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000040.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(42,'run-000041','job-000004','tabular','trial 1',1,'done','2026-09-21T14:14:01.000Z','2026-09-21T14:14:10.000Z',NULL,NULL,7.0,NULL,8.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000041.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(43,'run-000042','job-000004','tabular','trial 2',2,'done','2026-09-21T14:14:02.000Z','2026-09-21T14:14:11.000Z',NULL,NULL,8.0,NULL,9.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000042.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(44,'run-000043','job-000004','tabular','trial 3',3,'done','2026-09-21T14:14:03.000Z','2026-09-21T14:14:12.000Z',NULL,NULL,9.0,NULL,10.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000043.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(45,'run-000044','job-000004','notebook','trial 4',4,'done','2026-09-21T14:14:04.000Z','2026-09-21T14:14:13.000Z',NULL,NULL,10.0,NULL,11.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000044.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(46,'run-000045','job-000004','tabular','trial 5',5,'done','2026-09-21T14:14:05.000Z','2026-09-21T14:14:14.000Z',NULL,NULL,11.0,NULL,12.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000045.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(47,'run-000046','job-000004','tabular','trial 6',6,'done','2026-09-21T14:14:06.000Z','2026-09-21T14:14:15.000Z',NULL,NULL,12.0,NULL,13.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000046.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(48,'run-000047','job-000004','tabular','trial 7',7,'done','2026-09-21T14:14:07.000Z','2026-09-21T14:14:16.000Z',NULL,NULL,13.0,NULL,14.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000047.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(49,'run-000048','job-000004','notebook','trial 8',8,'done','2026-09-21T14:14:08.000Z','2026-09-21T14:14:17.000Z',NULL,NULL,14.0,NULL,15.0,NULL,3,'epochs','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000048.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
INSERT INTO runs VALUES(50,'run-000049','job-000004','tabular','trial 9',9,'failed','2026-09-21T14:14:09.000Z','2026-09-21T14:14:18.000Z',NULL,NULL,15.0,NULL,16.0,NULL,3,'diverged','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2,'0.1.0','models/m/run-000049.npz','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',0);
CREATE TABLE parameters (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL CHECK (value <> ''),
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
INSERT INTO parameters VALUES(1,'network.activation','"tanh"');
INSERT INTO parameters VALUES(1,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(2,'network.activation','"tanh"');
INSERT INTO parameters VALUES(2,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(3,'network.activation','"tanh"');
INSERT INTO parameters VALUES(3,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(4,'network.activation','"tanh"');
INSERT INTO parameters VALUES(4,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(5,'network.activation','"tanh"');
INSERT INTO parameters VALUES(5,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(6,'network.activation','"tanh"');
INSERT INTO parameters VALUES(6,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(7,'network.activation','"tanh"');
INSERT INTO parameters VALUES(7,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(8,'network.activation','"tanh"');
INSERT INTO parameters VALUES(8,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(9,'network.activation','"tanh"');
INSERT INTO parameters VALUES(9,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(10,'network.activation','"tanh"');
INSERT INTO parameters VALUES(10,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(11,'network.activation','"tanh"');
INSERT INTO parameters VALUES(11,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(12,'network.activation','"tanh"');
INSERT INTO parameters VALUES(12,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(13,'network.activation','"tanh"');
INSERT INTO parameters VALUES(13,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(14,'network.activation','"tanh"');
INSERT INTO parameters VALUES(14,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(15,'network.activation','"tanh"');
INSERT INTO parameters VALUES(15,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(16,'network.activation','"tanh"');
INSERT INTO parameters VALUES(16,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(17,'network.activation','"tanh"');
INSERT INTO parameters VALUES(17,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(18,'network.activation','"tanh"');
INSERT INTO parameters VALUES(18,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(19,'network.activation','"tanh"');
INSERT INTO parameters VALUES(19,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(20,'network.activation','"tanh"');
INSERT INTO parameters VALUES(20,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(21,'network.activation','"tanh"');
INSERT INTO parameters VALUES(21,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(22,'network.activation','"tanh"');
INSERT INTO parameters VALUES(22,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(23,'network.activation','"tanh"');
INSERT INTO parameters VALUES(23,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(24,'network.activation','"tanh"');
INSERT INTO parameters VALUES(24,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(25,'network.activation','"tanh"');
INSERT INTO parameters VALUES(25,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(26,'network.activation','"tanh"');
INSERT INTO parameters VALUES(26,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(27,'network.activation','"tanh"');
INSERT INTO parameters VALUES(27,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(28,'network.activation','"tanh"');
INSERT INTO parameters VALUES(28,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(29,'network.activation','"tanh"');
INSERT INTO parameters VALUES(29,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(30,'network.activation','"tanh"');
INSERT INTO parameters VALUES(30,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(31,'network.activation','"tanh"');
INSERT INTO parameters VALUES(31,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(32,'network.activation','"tanh"');
INSERT INTO parameters VALUES(32,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(33,'network.activation','"tanh"');
INSERT INTO parameters VALUES(33,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(34,'network.activation','"tanh"');
INSERT INTO parameters VALUES(34,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(35,'network.activation','"tanh"');
INSERT INTO parameters VALUES(35,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(36,'network.activation','"tanh"');
INSERT INTO parameters VALUES(36,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(37,'network.activation','"tanh"');
INSERT INTO parameters VALUES(37,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(38,'network.activation','"tanh"');
INSERT INTO parameters VALUES(38,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(39,'network.activation','"tanh"');
INSERT INTO parameters VALUES(39,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(40,'network.activation','"tanh"');
INSERT INTO parameters VALUES(40,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(41,'network.activation','"tanh"');
INSERT INTO parameters VALUES(41,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(42,'network.activation','"tanh"');
INSERT INTO parameters VALUES(42,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(43,'network.activation','"tanh"');
INSERT INTO parameters VALUES(43,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(44,'network.activation','"tanh"');
INSERT INTO parameters VALUES(44,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(45,'network.activation','"tanh"');
INSERT INTO parameters VALUES(45,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(46,'network.activation','"tanh"');
INSERT INTO parameters VALUES(46,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(47,'network.activation','"tanh"');
INSERT INTO parameters VALUES(47,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(48,'network.activation','"tanh"');
INSERT INTO parameters VALUES(48,'training.learning_rate','0.1');
INSERT INTO parameters VALUES(49,'network.activation','"tanh"');
INSERT INTO parameters VALUES(49,'training.learning_rate','0.01');
INSERT INTO parameters VALUES(50,'network.activation','"tanh"');
INSERT INTO parameters VALUES(50,'training.learning_rate','0.1');
CREATE TABLE epochs (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  epoch INTEGER NOT NULL CHECK (epoch >= 0),
  train_loss REAL,
  validation_loss REAL,
  metric REAL,
  seconds REAL NOT NULL CHECK (seconds >= 0),
  not_finite INTEGER NOT NULL DEFAULT 0 CHECK (not_finite BETWEEN 0 AND 7),
  PRIMARY KEY (run, epoch),
  CHECK (train_loss IS NOT NULL OR not_finite & 1)
) STRICT, WITHOUT ROWID;
INSERT INTO epochs VALUES(1,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(1,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(1,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(2,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(2,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(2,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(3,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(3,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(3,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(4,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(4,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(4,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(5,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(5,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(5,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(6,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(6,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(6,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(7,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(7,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(7,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(8,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(8,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(8,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(9,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(9,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(9,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(10,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(10,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(10,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(11,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(11,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(11,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(12,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(12,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(12,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(13,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(13,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(13,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(14,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(14,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(14,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(15,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(15,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(15,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(16,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(16,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(16,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(17,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(17,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(17,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(18,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(18,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(18,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(19,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(19,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(19,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(20,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(20,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(20,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(21,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(21,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(21,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(22,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(22,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(22,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(23,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(23,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(23,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(24,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(24,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(24,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(25,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(25,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(25,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(26,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(26,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(26,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(27,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(27,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(27,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(28,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(28,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(28,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(29,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(29,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(29,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(30,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(30,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(30,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(31,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(31,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(31,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(32,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(32,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(32,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(33,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(33,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(33,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(34,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(34,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(34,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(35,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(35,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(35,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(36,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(36,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(36,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(37,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(37,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(37,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(38,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(38,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(38,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(39,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(39,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(39,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(40,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(40,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(40,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(41,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(41,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(41,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(42,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(42,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(42,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(43,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(43,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(43,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(44,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(44,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(44,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(45,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(45,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(45,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(46,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(46,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(46,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(47,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(47,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(47,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(48,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(48,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(48,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(49,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(49,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(49,2,0.28571428571428569842,0.35714285714285715078,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(50,0,0.66666666666666662965,0.83333333333333337034,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(50,1,0.4000000000000000222,0.5,NULL,0.012300000000000000169,0);
INSERT INTO epochs VALUES(50,2,NULL,0.35714285714285715078,NULL,0.012300000000000000169,1);
CREATE TABLE metrics (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test')),
  name TEXT NOT NULL,
  value REAL,
  not_finite INTEGER NOT NULL DEFAULT 0 CHECK (not_finite IN (0, 1)),
  PRIMARY KEY (run, part, name),
  CHECK (value IS NOT NULL OR not_finite)
) STRICT, WITHOUT ROWID;
INSERT INTO metrics VALUES(1,'test','accuracy',0.9190404797601199327,0);
INSERT INTO metrics VALUES(1,'test','loss',0.9190404797601199327,0);
INSERT INTO metrics VALUES(1,'train','accuracy',0.9190404797601199327,0);
INSERT INTO metrics VALUES(1,'train','loss',0.9190404797601199327,0);
INSERT INTO metrics VALUES(2,'test','accuracy',0.83808095952023986541,0);
INSERT INTO metrics VALUES(2,'test','loss',0.83808095952023986541,0);
INSERT INTO metrics VALUES(2,'train','accuracy',0.83808095952023986541,0);
INSERT INTO metrics VALUES(2,'train','loss',0.83808095952023986541,0);
INSERT INTO metrics VALUES(3,'test','accuracy',0.75712143928035979811,0);
INSERT INTO metrics VALUES(3,'test','loss',0.75712143928035979811,0);
INSERT INTO metrics VALUES(3,'train','accuracy',0.75712143928035979811,0);
INSERT INTO metrics VALUES(3,'train','loss',0.75712143928035979811,0);
INSERT INTO metrics VALUES(4,'test','accuracy',0.67616191904047973082,0);
INSERT INTO metrics VALUES(4,'test','loss',0.67616191904047973082,0);
INSERT INTO metrics VALUES(4,'train','accuracy',0.67616191904047973082,0);
INSERT INTO metrics VALUES(4,'train','loss',0.67616191904047973082,0);
INSERT INTO metrics VALUES(5,'test','accuracy',0.59520239880059966353,0);
INSERT INTO metrics VALUES(5,'test','loss',0.59520239880059966353,0);
INSERT INTO metrics VALUES(5,'train','accuracy',0.59520239880059966353,0);
INSERT INTO metrics VALUES(5,'train','loss',0.59520239880059966353,0);
INSERT INTO metrics VALUES(6,'test','accuracy',0.51424287856071959623,0);
INSERT INTO metrics VALUES(6,'test','loss',0.51424287856071959623,0);
INSERT INTO metrics VALUES(6,'train','accuracy',0.51424287856071959623,0);
INSERT INTO metrics VALUES(6,'train','loss',0.51424287856071959623,0);
INSERT INTO metrics VALUES(7,'test','accuracy',0.43328335832083958445,0);
INSERT INTO metrics VALUES(7,'test','loss',0.43328335832083958445,0);
INSERT INTO metrics VALUES(7,'train','accuracy',0.43328335832083958445,0);
INSERT INTO metrics VALUES(7,'train','loss',0.43328335832083958445,0);
INSERT INTO metrics VALUES(8,'test','accuracy',0.35232383808095951716,0);
INSERT INTO metrics VALUES(8,'test','loss',0.35232383808095951716,0);
INSERT INTO metrics VALUES(8,'train','accuracy',0.35232383808095951716,0);
INSERT INTO metrics VALUES(8,'train','loss',0.35232383808095951716,0);
INSERT INTO metrics VALUES(9,'test','accuracy',0.27136431784107944986,0);
INSERT INTO metrics VALUES(9,'test','loss',0.27136431784107944986,0);
INSERT INTO metrics VALUES(9,'train','accuracy',0.27136431784107944986,0);
INSERT INTO metrics VALUES(9,'train','loss',0.27136431784107944986,0);
INSERT INTO metrics VALUES(10,'test','accuracy',0.19040479760119941032,0);
INSERT INTO metrics VALUES(10,'test','loss',0.19040479760119941032,0);
INSERT INTO metrics VALUES(10,'train','accuracy',0.19040479760119941032,0);
INSERT INTO metrics VALUES(10,'train','loss',0.19040479760119941032,0);
INSERT INTO metrics VALUES(11,'test','accuracy',0.10944527736131934303,0);
INSERT INTO metrics VALUES(11,'test','loss',0.10944527736131934303,0);
INSERT INTO metrics VALUES(11,'train','accuracy',0.10944527736131934303,0);
INSERT INTO metrics VALUES(11,'train','loss',0.10944527736131934303,0);
INSERT INTO metrics VALUES(12,'test','accuracy',0.02848575712143927921,0);
INSERT INTO metrics VALUES(12,'test','loss',0.02848575712143927921,0);
INSERT INTO metrics VALUES(12,'train','accuracy',0.02848575712143927921,0);
INSERT INTO metrics VALUES(12,'train','loss',0.02848575712143927921,0);
INSERT INTO metrics VALUES(13,'test','accuracy',0.9470264867566217104,0);
INSERT INTO metrics VALUES(13,'test','loss',0.9470264867566217104,0);
INSERT INTO metrics VALUES(13,'train','accuracy',0.9470264867566217104,0);
INSERT INTO metrics VALUES(13,'train','loss',0.9470264867566217104,0);
INSERT INTO metrics VALUES(14,'test','accuracy',0.86606696651674164311,0);
INSERT INTO metrics VALUES(14,'test','loss',0.86606696651674164311,0);
INSERT INTO metrics VALUES(14,'train','accuracy',0.86606696651674164311,0);
INSERT INTO metrics VALUES(14,'train','loss',0.86606696651674164311,0);
INSERT INTO metrics VALUES(15,'test','accuracy',0.78510744627686157581,0);
INSERT INTO metrics VALUES(15,'test','loss',0.78510744627686157581,0);
INSERT INTO metrics VALUES(15,'train','accuracy',0.78510744627686157581,0);
INSERT INTO metrics VALUES(15,'train','loss',0.78510744627686157581,0);
INSERT INTO metrics VALUES(16,'test','accuracy',0.70414792603698150852,0);
INSERT INTO metrics VALUES(16,'test','loss',0.70414792603698150852,0);
INSERT INTO metrics VALUES(16,'train','accuracy',0.70414792603698150852,0);
INSERT INTO metrics VALUES(16,'train','loss',0.70414792603698150852,0);
INSERT INTO metrics VALUES(17,'test','accuracy',0.62318840579710144123,0);
INSERT INTO metrics VALUES(17,'test','loss',0.62318840579710144123,0);
INSERT INTO metrics VALUES(17,'train','accuracy',0.62318840579710144123,0);
INSERT INTO metrics VALUES(17,'train','loss',0.62318840579710144123,0);
INSERT INTO metrics VALUES(18,'test','accuracy',0.54222888555722137393,0);
INSERT INTO metrics VALUES(18,'test','loss',0.54222888555722137393,0);
INSERT INTO metrics VALUES(18,'train','accuracy',0.54222888555722137393,0);
INSERT INTO metrics VALUES(18,'train','loss',0.54222888555722137393,0);
INSERT INTO metrics VALUES(19,'test','accuracy',0.46126936531734130664,0);
INSERT INTO metrics VALUES(19,'test','loss',0.46126936531734130664,0);
INSERT INTO metrics VALUES(19,'train','accuracy',0.46126936531734130664,0);
INSERT INTO metrics VALUES(19,'train','loss',0.46126936531734130664,0);
INSERT INTO metrics VALUES(20,'test','accuracy',0.38030984507746129485,0);
INSERT INTO metrics VALUES(20,'test','loss',0.38030984507746129485,0);
INSERT INTO metrics VALUES(20,'train','accuracy',0.38030984507746129485,0);
INSERT INTO metrics VALUES(20,'train','loss',0.38030984507746129485,0);
INSERT INTO metrics VALUES(21,'test','accuracy',0.29935032483758122756,0);
INSERT INTO metrics VALUES(21,'test','loss',0.29935032483758122756,0);
INSERT INTO metrics VALUES(21,'train','accuracy',0.29935032483758122756,0);
INSERT INTO metrics VALUES(21,'train','loss',0.29935032483758122756,0);
INSERT INTO metrics VALUES(22,'test','accuracy',0.21839080459770116027,0);
INSERT INTO metrics VALUES(22,'test','loss',0.21839080459770116027,0);
INSERT INTO metrics VALUES(22,'train','accuracy',0.21839080459770116027,0);
INSERT INTO metrics VALUES(22,'train','loss',0.21839080459770116027,0);
INSERT INTO metrics VALUES(23,'test','accuracy',0.13743128435782109297,0);
INSERT INTO metrics VALUES(23,'test','loss',0.13743128435782109297,0);
INSERT INTO metrics VALUES(23,'train','accuracy',0.13743128435782109297,0);
INSERT INTO metrics VALUES(23,'train','loss',0.13743128435782109297,0);
INSERT INTO metrics VALUES(24,'test','accuracy',0.056471764117941032623,0);
INSERT INTO metrics VALUES(24,'test','loss',0.056471764117941032623,0);
INSERT INTO metrics VALUES(24,'train','accuracy',0.056471764117941032623,0);
INSERT INTO metrics VALUES(24,'train','loss',0.056471764117941032623,0);
INSERT INTO metrics VALUES(25,'test','accuracy',0.9750124937531234881,0);
INSERT INTO metrics VALUES(25,'test','loss',0.9750124937531234881,0);
INSERT INTO metrics VALUES(25,'train','accuracy',0.9750124937531234881,0);
INSERT INTO metrics VALUES(25,'train','loss',0.9750124937531234881,0);
INSERT INTO metrics VALUES(26,'test','accuracy',0.89405297351324342081,0);
INSERT INTO metrics VALUES(26,'test','loss',0.89405297351324342081,0);
INSERT INTO metrics VALUES(26,'train','accuracy',0.89405297351324342081,0);
INSERT INTO metrics VALUES(26,'train','loss',0.89405297351324342081,0);
INSERT INTO metrics VALUES(27,'test','accuracy',0.81309345327336335351,0);
INSERT INTO metrics VALUES(27,'test','loss',0.81309345327336335351,0);
INSERT INTO metrics VALUES(27,'train','accuracy',0.81309345327336335351,0);
INSERT INTO metrics VALUES(27,'train','loss',0.81309345327336335351,0);
INSERT INTO metrics VALUES(28,'test','accuracy',0.73213393303348328622,0);
INSERT INTO metrics VALUES(28,'test','loss',0.73213393303348328622,0);
INSERT INTO metrics VALUES(28,'train','accuracy',0.73213393303348328622,0);
INSERT INTO metrics VALUES(28,'train','loss',0.73213393303348328622,0);
INSERT INTO metrics VALUES(29,'test','accuracy',0.65117441279360321892,0);
INSERT INTO metrics VALUES(29,'test','loss',0.65117441279360321892,0);
INSERT INTO metrics VALUES(29,'train','accuracy',0.65117441279360321892,0);
INSERT INTO metrics VALUES(29,'train','loss',0.65117441279360321892,0);
INSERT INTO metrics VALUES(30,'test','accuracy',0.57021489255372315163,0);
INSERT INTO metrics VALUES(30,'test','loss',0.57021489255372315163,0);
INSERT INTO metrics VALUES(30,'train','accuracy',0.57021489255372315163,0);
INSERT INTO metrics VALUES(30,'train','loss',0.57021489255372315163,0);
INSERT INTO metrics VALUES(31,'test','accuracy',0.48925537231384308434,0);
INSERT INTO metrics VALUES(31,'test','loss',0.48925537231384308434,0);
INSERT INTO metrics VALUES(31,'train','accuracy',0.48925537231384308434,0);
INSERT INTO metrics VALUES(31,'train','loss',0.48925537231384308434,0);
INSERT INTO metrics VALUES(32,'test','accuracy',0.40829585207396301704,0);
INSERT INTO metrics VALUES(32,'test','loss',0.40829585207396301704,0);
INSERT INTO metrics VALUES(32,'train','accuracy',0.40829585207396301704,0);
INSERT INTO metrics VALUES(32,'train','loss',0.40829585207396301704,0);
INSERT INTO metrics VALUES(33,'test','accuracy',0.32733633183408294975,0);
INSERT INTO metrics VALUES(33,'test','loss',0.32733633183408294975,0);
INSERT INTO metrics VALUES(33,'train','accuracy',0.32733633183408294975,0);
INSERT INTO metrics VALUES(33,'train','loss',0.32733633183408294975,0);
INSERT INTO metrics VALUES(34,'test','accuracy',0.24637681159420291021,0);
INSERT INTO metrics VALUES(34,'test','loss',0.24637681159420291021,0);
INSERT INTO metrics VALUES(34,'train','accuracy',0.24637681159420291021,0);
INSERT INTO metrics VALUES(34,'train','loss',0.24637681159420291021,0);
INSERT INTO metrics VALUES(35,'test','accuracy',0.16541729135432284292,0);
INSERT INTO metrics VALUES(35,'test','loss',0.16541729135432284292,0);
INSERT INTO metrics VALUES(35,'train','accuracy',0.16541729135432284292,0);
INSERT INTO metrics VALUES(35,'train','loss',0.16541729135432284292,0);
INSERT INTO metrics VALUES(36,'test','accuracy',0.084457771114442775628,0);
INSERT INTO metrics VALUES(36,'test','loss',0.084457771114442775628,0);
INSERT INTO metrics VALUES(36,'train','accuracy',0.084457771114442775628,0);
INSERT INTO metrics VALUES(36,'train','loss',0.084457771114442775628,0);
INSERT INTO metrics VALUES(37,'test','accuracy',0.0034982508745627187429,0);
INSERT INTO metrics VALUES(37,'test','loss',0.0034982508745627187429,0);
INSERT INTO metrics VALUES(37,'train','accuracy',0.0034982508745627187429,0);
INSERT INTO metrics VALUES(37,'train','loss',0.0034982508745627187429,0);
INSERT INTO metrics VALUES(38,'test','accuracy',0.92203898050974508748,0);
INSERT INTO metrics VALUES(38,'test','loss',0.92203898050974508748,0);
INSERT INTO metrics VALUES(38,'train','accuracy',0.92203898050974508748,0);
INSERT INTO metrics VALUES(38,'train','loss',0.92203898050974508748,0);
INSERT INTO metrics VALUES(39,'test','accuracy',0.84107946026986502019,0);
INSERT INTO metrics VALUES(39,'test','loss',0.84107946026986502019,0);
INSERT INTO metrics VALUES(39,'train','accuracy',0.84107946026986502019,0);
INSERT INTO metrics VALUES(39,'train','loss',0.84107946026986502019,0);
INSERT INTO metrics VALUES(40,'test','accuracy',0.7601199400299849529,0);
INSERT INTO metrics VALUES(40,'test','loss',0.7601199400299849529,0);
INSERT INTO metrics VALUES(40,'train','accuracy',0.7601199400299849529,0);
INSERT INTO metrics VALUES(40,'train','loss',0.7601199400299849529,0);
INSERT INTO metrics VALUES(41,'test','accuracy',0.67916041979010499662,0);
INSERT INTO metrics VALUES(41,'test','loss',0.67916041979010499662,0);
INSERT INTO metrics VALUES(41,'train','accuracy',0.67916041979010499662,0);
INSERT INTO metrics VALUES(41,'train','loss',0.67916041979010499662,0);
INSERT INTO metrics VALUES(42,'test','accuracy',0.59820089955022492933,0);
INSERT INTO metrics VALUES(42,'test','loss',0.59820089955022492933,0);
INSERT INTO metrics VALUES(42,'train','accuracy',0.59820089955022492933,0);
INSERT INTO metrics VALUES(42,'train','loss',0.59820089955022492933,0);
INSERT INTO metrics VALUES(43,'test','accuracy',0.51724137931034486204,0);
INSERT INTO metrics VALUES(43,'test','loss',0.51724137931034486204,0);
INSERT INTO metrics VALUES(43,'train','accuracy',0.51724137931034486204,0);
INSERT INTO metrics VALUES(43,'train','loss',0.51724137931034486204,0);
INSERT INTO metrics VALUES(44,'test','accuracy',0.43628185907046479474,0);
INSERT INTO metrics VALUES(44,'test','loss',0.43628185907046479474,0);
INSERT INTO metrics VALUES(44,'train','accuracy',0.43628185907046479474,0);
INSERT INTO metrics VALUES(44,'train','loss',0.43628185907046479474,0);
INSERT INTO metrics VALUES(45,'test','accuracy',0.35532233883058472745,0);
INSERT INTO metrics VALUES(45,'test','loss',0.35532233883058472745,0);
INSERT INTO metrics VALUES(45,'train','accuracy',0.35532233883058472745,0);
INSERT INTO metrics VALUES(45,'train','loss',0.35532233883058472745,0);
INSERT INTO metrics VALUES(46,'test','accuracy',0.27436281859070466015,0);
INSERT INTO metrics VALUES(46,'test','loss',0.27436281859070466015,0);
INSERT INTO metrics VALUES(46,'train','accuracy',0.27436281859070466015,0);
INSERT INTO metrics VALUES(46,'train','loss',0.27436281859070466015,0);
INSERT INTO metrics VALUES(47,'test','accuracy',0.19340329835082459286,0);
INSERT INTO metrics VALUES(47,'test','loss',0.19340329835082459286,0);
INSERT INTO metrics VALUES(47,'train','accuracy',0.19340329835082459286,0);
INSERT INTO metrics VALUES(47,'train','loss',0.19340329835082459286,0);
INSERT INTO metrics VALUES(48,'test','accuracy',0.11244377811094452557,0);
INSERT INTO metrics VALUES(48,'test','loss',0.11244377811094452557,0);
INSERT INTO metrics VALUES(48,'train','accuracy',0.11244377811094452557,0);
INSERT INTO metrics VALUES(48,'train','loss',0.11244377811094452557,0);
INSERT INTO metrics VALUES(49,'test','accuracy',0.031484257871064465217,0);
INSERT INTO metrics VALUES(49,'test','loss',0.031484257871064465217,0);
INSERT INTO metrics VALUES(49,'train','accuracy',0.031484257871064465217,0);
INSERT INTO metrics VALUES(49,'train','loss',0.031484257871064465217,0);
INSERT INTO metrics VALUES(50,'test','accuracy',0.95002498750624686518,0);
INSERT INTO metrics VALUES(50,'test','loss',0.95002498750624686518,0);
INSERT INTO metrics VALUES(50,'train','accuracy',0.95002498750624686518,0);
INSERT INTO metrics VALUES(50,'train','loss',0.95002498750624686518,0);
CREATE TABLE models (
  number INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES runs (id),
  checkpoint TEXT NOT NULL,
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;
INSERT INTO models VALUES(1,'notebook','run-000004','models/m/run-000004.npz',0,'2026-09-21T14:13:33.000Z');
INSERT INTO models VALUES(2,'tabular','run-000014','models/m/run-000014.npz',0,'2026-09-21T14:13:43.000Z');
INSERT INTO models VALUES(3,'notebook','run-000024','models/m/run-000024.npz',0,'2026-09-21T14:13:53.000Z');
INSERT INTO models VALUES(4,'tabular','run-000034','models/m/run-000034.npz',1,'2026-09-21T14:14:03.000Z');
INSERT INTO models VALUES(5,'notebook','run-000044','models/m/run-000044.npz',1,'2026-09-21T14:14:13.000Z');
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.???Z'),
  job TEXT REFERENCES jobs (id),
  run TEXT REFERENCES runs (id),
  level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
  code TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
INSERT INTO events VALUES(1,'2026-09-21T14:14:18.000Z','job-000004','run-000049','error','diverged','the loss is not a number');
CREATE TABLE findings (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL CHECK (value <> ''),
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
INSERT INTO findings VALUES(1,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(2,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(3,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(4,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(5,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(6,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(7,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(8,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(9,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(10,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(11,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(12,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(13,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(14,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(15,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(16,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(17,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(18,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(19,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(20,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(21,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(22,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(23,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(24,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(25,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(26,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(27,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(28,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(29,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(30,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(31,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(32,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(33,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(34,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(35,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(36,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(37,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(38,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(39,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(40,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(41,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(42,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(43,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(44,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(45,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(46,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(47,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(48,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(49,'baseline','{"kind":"mean"}');
INSERT INTO findings VALUES(50,'baseline','{"kind":"mean"}');
CREATE TABLE promotions (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.???Z'),
  model TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES runs (id),
  cause TEXT NOT NULL CHECK (cause IN ('job', 'promote', 'rollback'))
) STRICT;
INSERT INTO promotions VALUES(1,'2026-09-21T14:13:33.000Z','notebook','run-000004','job');
INSERT INTO promotions VALUES(2,'2026-09-21T14:13:43.000Z','tabular','run-000014','job');
INSERT INTO promotions VALUES(3,'2026-09-21T14:13:53.000Z','notebook','run-000024','job');
INSERT INTO promotions VALUES(4,'2026-09-21T14:14:03.000Z','tabular','run-000034','job');
INSERT INTO promotions VALUES(5,'2026-09-21T14:14:13.000Z','notebook','run-000044','job');
CREATE INDEX jobs_by_state ON jobs (state);
CREATE INDEX jobs_done_by_identity ON jobs (identity) WHERE state = 'done';
CREATE INDEX datasets_by_name ON datasets (name, last_seen);
CREATE INDEX runs_by_job ON runs (job, ordinal);
CREATE INDEX runs_by_model ON runs (model);
CREATE INDEX runs_by_dataset ON runs (dataset);
CREATE INDEX runs_by_start ON runs (started_at);
CREATE INDEX runs_by_seconds ON runs (seconds_total);
CREATE INDEX runs_by_state ON runs (state);
CREATE INDEX runs_by_model_and_state ON runs (model, state);
CREATE INDEX metrics_by_value ON metrics (part, name, value);
CREATE INDEX models_by_model ON models (model);
CREATE INDEX models_by_run ON models (run);
CREATE UNIQUE INDEX models_current ON models (model) WHERE is_current = 1;
CREATE INDEX events_by_job ON events (job) WHERE job IS NOT NULL;
CREATE INDEX events_by_run ON events (run) WHERE run IS NOT NULL;
CREATE VIEW v_runs AS
SELECT
  id AS run, job, model, name, state, started_at, seconds_total AS seconds, epochs_run,
  (SELECT value FROM metrics WHERE run = number AND part = 'train' AND metrics.name = 'loss')
      AS train_loss, (SELECT value FROM metrics WHERE run = number AND part = 'test' AND metrics.name = 'loss')
      AS test_loss,
  (SELECT value FROM metrics WHERE run = number AND part = 'train' AND metrics.name = 'accuracy')
      AS train_accuracy, (SELECT value FROM metrics WHERE run = number AND part = 'test' AND metrics.name = 'accuracy')
      AS test_accuracy,
  (SELECT value FROM metrics WHERE run = number AND part = 'test' AND metrics.name = 'r2')
      AS test_r2, (SELECT value FROM metrics WHERE run = number AND part = 'test' AND metrics.name = 'mae')
      AS test_mae,
  checkpoint, weights_sha256,
  (SELECT value FROM metrics WHERE run = number AND part = 'validation' AND metrics.name = 'loss')
      AS validation_loss, (SELECT value FROM metrics WHERE run = number AND part = 'validation' AND metrics.name = 'accuracy')
      AS validation_accuracy,
  (SELECT value FROM metrics WHERE run = number AND part = 'train' AND metrics.name = 'r2')
      AS train_r2, (SELECT value FROM metrics WHERE run = number AND part = 'train' AND metrics.name = 'mae')
      AS train_mae,
  ordinal, is_best, stop_reason, finished_at,
  seconds_read, seconds_split, seconds_train, seconds_save, samples_per_second,
  threads, dataset, engine_version
FROM runs ORDER BY number;
CREATE VIEW v_epochs AS
SELECT runs.id AS run, epoch, train_loss, validation_loss, metric, seconds, not_finite
FROM runs JOIN epochs ON epochs.run = runs.number ORDER BY runs.number, epoch;
CREATE VIEW v_metrics AS
SELECT runs.id AS run, part, metrics.name AS name, value, not_finite
FROM runs JOIN metrics ON metrics.run = runs.number;
CREATE VIEW v_parameters AS
SELECT runs.id AS run, key, value
FROM runs JOIN parameters ON parameters.run = runs.number;
CREATE VIEW v_findings AS
SELECT runs.id AS run, findings.name AS name, value
FROM runs JOIN findings ON findings.run = runs.number;
CREATE INDEX promotions_by_model ON promotions (model, number);
CREATE INDEX datasets_by_bytes ON datasets (bytes);
COMMIT;
PRAGMA application_id = 1114326128;
PRAGMA user_version = 5;
