/** Faults of syntax in documents that hold objects of ours. */

import type { JudgedDocument, JudgedFile } from "./judged-file.ts";
import type { Judgement, RuleFacts } from "./rule.ts";

interface SyntaxRule extends RuleFacts {
  check(file: JudgedFile): readonly Judgement[];
}

/**
 * Of a document's faults of syntax only the first is told: the others are mostly its consequences. A key that is there twice is a fault of its own,
 * told where the syntax is sound. Templates and files of other programs are not among the documents that this looks at.
 */
export const yamlInvalid: SyntaxRule = {
  code: "yaml-invalid",
  severity: "error",
  summary: "A manifest is not valid YAML, so nothing in it takes effect.",
  reference: "https://yaml.org/spec/1.2.2/",
  since: "0.1.0",

  check({ file, documents }) {
    return documents.flatMap((document) => judgeDocument(file, document));
  },
};

function judgeDocument(file: string, { offset, facts }: JudgedDocument): Judgement[] {
  const { resources, problems, duplicates } = facts;
  if (resources.length === 0) return [];
  const [problem] = problems;
  if (problem !== undefined) {
    const place = { file, start: offset + problem.start, end: offset + problem.end };
    return [{ place, message: `${problem.message} As it stands, the document cannot be applied, and nothing else is said about it.` }];
  }
  return duplicates.map(({ start, end, first, key }) => ({
    place: { file, start: offset + start, end: offset + end },
    severity: "warning",
    message: `The key ${key} is in this mapping twice. kubectl takes the last one, Kustomize and Flux refuse the file. Keep one of the two.`,
    related: [{ place: { file, start: offset + first.start, end: offset + first.end }, message: `${key} stands here first.` }],
  }));
}
