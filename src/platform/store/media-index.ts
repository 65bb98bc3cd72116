import type { PlayerDatabase } from './database.types.ts';

/** A file with a final name. Times are ms since the epoch; lengths in bytes and ms. */
export interface MediaFileRow {
  readonly sha256: string;
  readonly size: number;
  readonly kind: 'image' | 'video' | 'audio' | 'pdf';
  readonly mime: string;
  readonly durationMs: number | null;
  readonly longestFrameMs?: number | null;
  readonly lastPlayedAt: number;
  readonly scrubbedAt: number;
}

/** What stood behind an URL when it was last asked, and how to ask whether it still does. */
interface MediaUrlRow {
  readonly url: string;
  readonly sha256: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly validatedAt: number;
}

/** A download that is not complete: its validators, and how many bytes are flushed to the disk. */
export interface MediaPartRow {
  readonly name: string;
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly total: number | null;
  readonly flushed: number;
}

/** What was drawn of the vector picture `sha256`. */
export interface MediaDrawingRow {
  readonly sha256: string;
  /** It was drawn once and moves by itself: nothing is kept of it. */
  readonly moves: boolean;
  /** In pixels of the panel, for which it was drawn. */
  readonly width: number;
  readonly height: number;
  readonly fit: string;
  /** Of the picture that is kept; 0: none is. */
  readonly bytes: number;
  readonly pictureSha256: string;
}

/** The index of the media folder. Reads are answered from memory; writes are durable when they return, but times. */
export interface MediaIndex {
  file(sha256: string): MediaFileRow | null;
  files(): readonly MediaFileRow[];
  /** Adds or replaces a file, with the URL it came from. */
  addFile(file: MediaFileRow, source: MediaUrlRow | null): void;
  /** Forgets files, the URLs that led to them and what was drawn of them. */
  removeFiles(sha256s: readonly string[]): void;
  drawing(sha256: string): MediaDrawingRow | null;
  drawings(): readonly MediaDrawingRow[];
  setDrawing(row: MediaDrawingRow): void;
  removeDrawing(sha256: string): void;
  /** When it was last on the screen; kept by the next `keepTimes`. */
  setPlayed(sha256: string, at: number): void;
  /** When it was last read again; kept by the next `keepTimes`. */
  setScrubbed(sha256: string, at: number): void;
  /** Keeps the times that are new, by one commit that waits for no disk. */
  keepTimes(): void;
  url(url: string): MediaUrlRow | null;
  setUrl(row: MediaUrlRow): void;
  /**
   * Notes that a file has another address than `formerUrl`, which stays known. Others that differ from it only in their
   * query are forgotten, since a server may write a new one with each answer.
   */
  renameUrl(row: MediaUrlRow, formerUrl: string): void;
  part(name: string): MediaPartRow | null;
  parts(): readonly MediaPartRow[];
  setPart(row: MediaPartRow): void;
  removePart(name: string): void;
  quarantineReason(sha256: string, appVersion: string): string | null;
  quarantine(sha256: string, appVersion: string, reason: string): void;
  /** Forgets what other versions quarantined, or everything. */
  releaseQuarantine(keepAppVersion: string | null): void;
}

/** The repository of {@link MediaIndex} in `database`. */
export function createMediaIndex(database: PlayerDatabase): MediaIndex {
  const files = new Map(readFiles(database).map((row) => [row.sha256, row]));
  const urls = new Map(readUrls(database).map((row) => [row.url, row]));
  const parts = new Map(readParts(database).map((row) => [row.name, row]));
  const quarantined = readQuarantine(database);
  const drawings = new Map(readDrawings(database).map((row) => [row.sha256, row]));
  const write = prepareWrites(database);
  const newTimes = new Set<string>();
  const setTime = (sha256: string, times: Partial<MediaFileRow>): void => {
    change(files, sha256, times);
    newTimes.add(sha256);
  };

  return {
    file: (sha256) => files.get(sha256) ?? null,
    files: () => [...files.values()],
    addFile: (file, source) => {
      database.transaction(() => {
        write.file(file);
        if (source !== null) write.url(source);
      });
      files.set(file.sha256, file);
      if (source !== null) urls.set(source.url, source);
    },
    removeFiles: (sha256s) => {
      if (sha256s.length === 0) return;
      const gone = new Set(sha256s);
      database.transaction(() => {
        for (const sha256 of gone) write.removeFile(sha256);
      });
      for (const sha256 of gone) {
        files.delete(sha256);
        drawings.delete(sha256);
      }
      for (const row of urls.values()) if (gone.has(row.sha256)) urls.delete(row.url);
    },
    drawing: (sha256) => drawings.get(sha256) ?? null,
    drawings: () => [...drawings.values()],
    setDrawing: (row) => {
      write.drawing(row);
      drawings.set(row.sha256, row);
    },
    removeDrawing: (sha256) => {
      if (drawings.delete(sha256)) write.removeDrawing(sha256);
    },
    setPlayed: (sha256, at) => {
      setTime(sha256, { lastPlayedAt: at });
    },
    setScrubbed: (sha256, at) => {
      setTime(sha256, { scrubbedAt: at });
    },
    keepTimes: () => {
      const rows = [...newTimes].flatMap((sha256) => files.get(sha256) ?? []);
      if (rows.length > 0)
        database.lazily(() => {
          database.transaction(() => {
            for (const row of rows) write.times(row);
          });
        });
      newTimes.clear();
    },
    url: (url) => urls.get(url) ?? null,
    setUrl: (row) => {
      write.url(row);
      urls.set(row.url, row);
    },
    renameUrl: (row, formerUrl) => {
      const address = row.url.split('?', 1)[0];
      const old = [...urls.values()].filter(
        ({ url, sha256 }) => sha256 === row.sha256 && url !== formerUrl && url.split('?', 1)[0] === address,
      );
      database.transaction(() => {
        for (const { url } of old) write.removeUrl(url);
        write.url(row);
      });
      for (const { url } of old) urls.delete(url);
      urls.set(row.url, row);
    },
    part: (name) => parts.get(name) ?? null,
    parts: () => [...parts.values()],
    setPart: (row) => {
      write.part(row);
      parts.set(row.name, row);
    },
    removePart: (name) => {
      if (!parts.delete(name)) return;
      write.removePart(name);
    },
    quarantineReason: (sha256, appVersion) => quarantined.get(quarantineKey(sha256, appVersion)) ?? null,
    quarantine: (sha256, appVersion, reason) => {
      write.quarantine(sha256, appVersion, reason);
      quarantined.set(quarantineKey(sha256, appVersion), reason);
    },
    releaseQuarantine: (keepAppVersion) => {
      if (quarantined.size === 0) return;
      write.releaseQuarantine(keepAppVersion);
      for (const key of quarantined.keys()) {
        if (keepAppVersion === null || !key.endsWith(` ${keepAppVersion}`)) quarantined.delete(key);
      }
    },
  };
}

function change(files: Map<string, MediaFileRow>, sha256: string, changes: Partial<MediaFileRow>): void {
  const row = files.get(sha256);
  if (row !== undefined) files.set(sha256, { ...row, ...changes });
}

function quarantineKey(sha256: string, appVersion: string): string {
  return `${sha256} ${appVersion}`;
}

function readFiles(database: PlayerDatabase): MediaFileRow[] {
  return database
    .prepare(
      `SELECT sha256, size, kind, mime, duration_ms AS durationMs, longest_frame_ms AS longestFrameMs,
              last_played_at AS lastPlayedAt, scrubbed_at AS scrubbedAt FROM media_file`,
    )
    .all()
    .map((row) => ({ ...row }) as unknown as MediaFileRow);
}

function readUrls(database: PlayerDatabase): MediaUrlRow[] {
  return database
    .prepare(
      'SELECT url, sha256, etag, last_modified AS lastModified, validated_at AS validatedAt FROM media_url',
    )
    .all()
    .map((row) => ({ ...row }) as unknown as MediaUrlRow);
}

function readParts(database: PlayerDatabase): MediaPartRow[] {
  return database
    .prepare('SELECT name, url, etag, last_modified AS lastModified, total, flushed FROM media_part')
    .all()
    .map((row) => ({ ...row }) as unknown as MediaPartRow);
}

function readQuarantine(database: PlayerDatabase): Map<string, string> {
  const rows = database.prepare('SELECT sha256, app_version, reason FROM media_quarantine').all();
  return new Map(
    rows.map((row) => [
      quarantineKey(String(row['sha256']), String(row['app_version'])),
      String(row['reason']),
    ]),
  );
}

function readDrawings(database: PlayerDatabase): MediaDrawingRow[] {
  return database
    .prepare(
      'SELECT sha256, moves, width, height, fit, bytes, picture_sha256 AS pictureSha256 FROM media_drawing',
    )
    .all()
    .map((row) => ({ ...row, moves: row['moves'] === 1 }) as unknown as MediaDrawingRow);
}

interface MediaWrites {
  file(row: MediaFileRow): void;
  removeFile(sha256: string): void;
  drawing(row: MediaDrawingRow): void;
  removeDrawing(sha256: string): void;
  times(row: MediaFileRow): void;
  url(row: MediaUrlRow): void;
  removeUrl(url: string): void;
  part(row: MediaPartRow): void;
  removePart(name: string): void;
  quarantine(sha256: string, appVersion: string, reason: string): void;
  releaseQuarantine(keepAppVersion: string | null): void;
}

function prepareWrites(database: PlayerDatabase): MediaWrites {
  const file =
    database.prepare(`INSERT OR REPLACE INTO media_file (sha256, size, kind, mime, duration_ms, last_played_at, scrubbed_at, longest_frame_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const removeFile = database.prepare('DELETE FROM media_file WHERE sha256 = ?');
  const removeUrls = database.prepare('DELETE FROM media_url WHERE sha256 = ?');
  const drawing = database.prepare('INSERT OR REPLACE INTO media_drawing VALUES (?, ?, ?, ?, ?, ?, ?)');
  const removeDrawing = database.prepare('DELETE FROM media_drawing WHERE sha256 = ?');
  const times = database.prepare(
    'UPDATE media_file SET last_played_at = ?, scrubbed_at = ? WHERE sha256 = ?',
  );
  const url = database.prepare('INSERT OR REPLACE INTO media_url VALUES (?, ?, ?, ?, ?)');
  const removeUrl = database.prepare('DELETE FROM media_url WHERE url = ?');
  const part = database.prepare('INSERT OR REPLACE INTO media_part VALUES (?, ?, ?, ?, ?, ?)');
  const removePart = database.prepare('DELETE FROM media_part WHERE name = ?');
  const quarantine = database.prepare('INSERT OR REPLACE INTO media_quarantine VALUES (?, ?, ?)');
  const release = database.prepare('DELETE FROM media_quarantine WHERE ? IS NULL OR app_version <> ?');
  return {
    file: (row) => {
      const { sha256, size, kind, mime, durationMs, lastPlayedAt, scrubbedAt, longestFrameMs } = row;
      file.run(sha256, size, kind, mime, durationMs, lastPlayedAt, scrubbedAt, longestFrameMs ?? null);
    },
    removeFile: (sha256) => {
      removeFile.run(sha256);
      removeUrls.run(sha256);
      removeDrawing.run(sha256);
    },
    drawing: ({ sha256, moves, width, height, fit, bytes, pictureSha256 }) => {
      drawing.run(sha256, Number(moves), width, height, fit, bytes, pictureSha256);
    },
    removeDrawing: (sha256) => {
      removeDrawing.run(sha256);
    },
    times: ({ sha256, lastPlayedAt, scrubbedAt }) => {
      times.run(lastPlayedAt, scrubbedAt, sha256);
    },
    url: (row) => {
      url.run(row.url, row.sha256, row.etag, row.lastModified, row.validatedAt);
    },
    removeUrl: (address) => {
      removeUrl.run(address);
    },
    part: (row) => {
      part.run(row.name, row.url, row.etag, row.lastModified, row.total, row.flushed);
    },
    removePart: (name) => {
      removePart.run(name);
    },
    quarantine: (sha256, appVersion, reason) => {
      quarantine.run(sha256, appVersion, reason);
    },
    releaseQuarantine: (keepAppVersion) => {
      release.run(keepAppVersion, keepAppVersion);
    },
  };
}
