/** Run by run.ts in a process of its own: a folder read and indexed in several ways, turn by turn. Answers with the times in JSON. */
import { parseAllDocuments } from "yaml";
import { pathsIn, readInBatches } from "./disk-tree.ts";
import { index, judge } from "./judging.ts";
import { rounds } from "./stopwatch.ts";

const [folder = ""] = process.argv.slice(2);
const read = () => readInBatches(pathsIn(folder));

const times = rounds(3, {
  "walk and read": () => [...read()].length,
  index: () => index(read()),
  "index, link and judge": () => judge(index(read()).snapshot),
  "parse everything with yaml": () => {
    for (const files of read()) for (const [, text] of files) parseAllDocuments(text, { prettyErrors: false });
  },
});
console.log(JSON.stringify(times));
