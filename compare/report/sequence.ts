import type { Exchange } from "../client/exchange.ts";
import { cellOf } from "../figures/measured.ts";
import { METHODS, type Method, TITLES } from "../method.ts";
import type { Result } from "../run.ts";
import type { CellResult } from "../runner/result.ts";

/** The scenario whose exchanges are drawn: the ordinary case, from getting a credential to the backend's answer. */
const DRAWN = "reader-reads";

const ISSUERS: Readonly<Record<Method, string>> = {
  iam: "STS",
  "cognito-scopes": "Cognito token endpoint",
  "custom-authorizer": "Outside issuer",
};

/** A Mermaid sequence diagram of each method's exchanges in this run. */
export function sequences(result: Result): string {
  return METHODS.flatMap((method) => {
    const cell = cellOf(result, DRAWN, method);
    return cell ? [`### ${TITLES[method]}`, "", fence(sequence(cell, method)), ""] : [];
  }).join("\n");
}

/** The lines of one diagram. */
export function sequence(cell: CellResult, method: Method): string {
  const lines = ["sequenceDiagram", "  participant C as reader"];
  if (cell.exchanges.some((exchange) => exchange.with !== "API Gateway")) {
    lines.push(`  participant I as ${ISSUERS[method]}`);
  }
  lines.push("  participant G as API Gateway");
  for (const exchange of cell.exchanges) {
    const peer = exchange.with === "API Gateway" ? "G" : "I";
    lines.push(`  C->>${peer}: ${text(exchange.request)}`);
    if (peer === "G") {
      for (const step of cell.decision?.steps ?? []) {
        lines.push(`  Note over G: ${text(`${step.step}: ${step.why}`)}`);
      }
    }
    lines.push(`  ${peer}-->>C: ${text(answer(exchange))}`);
  }
  return lines.join("\n");
}

/** Mermaid ends a statement at `;` and reads `#` as an entity; of an ARN its last part is enough. */
function text(words: string): string {
  const plain = words
    .replace(/arn:[^ ]*[:/]([^ :/]+)/g, "…$1")
    .replace(/[;#\n\r]+/g, ",")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > 110 ? `${plain.slice(0, 107)}...` : plain;
}

function answer({ answer: got, milliseconds }: Exchange): string {
  return `${got.trim()} (${milliseconds.toFixed(1)} ms)`;
}

function fence(diagram: string): string {
  return `\`\`\`mermaid\n${diagram}\n\`\`\``;
}
