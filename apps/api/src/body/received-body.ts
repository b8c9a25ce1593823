import type { Readable } from 'node:stream';

/** What came in the body, before anybody has asked for it in a certain form. */
export type ReceivedBody = ReceivedJson | ReceivedLines | ReceivedPayload | ReceivedOther;

export class ReceivedJson {
  /** Null when there was more of it than is taken. */
  constructor(readonly bytes: Buffer | null) {}
}

/** NDJSON, still coming in. */
export class ReceivedLines {
  constructor(readonly stream: Readable) {}
}

/** What another tool wrote, whatever its media type, still coming in. */
export class ReceivedPayload {
  constructor(readonly stream: Readable) {}
}

/** A media type that no operation takes; left unread. */
export class ReceivedOther {
  constructor(readonly mediaType: string) {}
}
