/** What the server accepts before it answers or closes by itself. Times are in milliseconds, sizes in bytes. */
export interface HttpLimits {
  /** Largest request body: API Gateway's payload quota, 10 MB (aws-behaviour E). More is 413. */
  readonly bodyBytes: number;
  /** Bodies held at one time by all requests together. More is 503. */
  readonly bufferedBytes: number;
  /**
   * Request line and headers of one request together. More is 431. Far above AWS's 10,240 bytes of URL and of
   * header values, so that it is the gateway that answers those as AWS does.
   */
  readonly headBytes: number;
  /** Requests that wait for their answers, all together. More is 503. */
  readonly unanswered: number;
  /** Open connections. A further one is closed at once. */
  readonly connections: number;
  /** Time for the whole head of a request. More is 408. */
  readonly headMilliseconds: number;
  /** Time for a whole request, body included. More is 408. */
  readonly requestMilliseconds: number;
  /** How long an idle connection stays open for the next request. */
  readonly keepAliveMilliseconds: number;
  /** A connection on which nothing moves for so long is closed: more than API Gateway's 29 s integration timeout. */
  readonly silenceMilliseconds: number;
  /** How often the two time limits of a request are looked at. */
  readonly checkMilliseconds: number;
  /** How long `close()` waits for the answers that are under way. */
  readonly closeMilliseconds: number;
}

/** The limits that the lab runs with. */
export const DEFAULT_LIMITS: HttpLimits = {
  bodyBytes: 10 * 1024 * 1024,
  bufferedBytes: 256 * 1024 * 1024,
  headBytes: 64 * 1024,
  unanswered: 20_000,
  connections: 5_000,
  headMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  keepAliveMilliseconds: 60_000,
  silenceMilliseconds: 120_000,
  checkMilliseconds: 1_000,
  closeMilliseconds: 600,
};
