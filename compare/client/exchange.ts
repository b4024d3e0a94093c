/** One thing that the client asked of somebody, for the sequence diagrams: nothing secret is in it. */
export interface Exchange {
  readonly with: "STS" | "token endpoint" | "API Gateway";
  /** `POST /oauth2/token`, `AssumeRole` or the route, and what travels with it. */
  readonly request: string;
  readonly answer: string;
  readonly milliseconds: number;
}

/** Is told of every exchange. */
export type Witness = (exchange: Exchange) => void;
