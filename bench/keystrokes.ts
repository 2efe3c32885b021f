/**
 * Run by run.ts in a process of its own: somebody types in one file of a workspace of so many documents, and after each letter everything is
 * judged. Answers with the times in JSON.
 */
import { type Files, index, judge } from "./judging.ts";
import { bigManifest, monorepo, smallManifest } from "./monorepo.ts";
import { timed } from "./stopwatch.ts";

const [documents = "1000", size = "small"] = process.argv.slice(2);
const file = "file:///bench/edited.yaml";
const text = size === "big" ? bigManifest() : smallManifest();
const rounds = 8;
/** The first letters warm up. */
const unmeasured = 25;

/** Types words into a hostname, letter by letter, and takes them out again. */
function* typing(): Generator<string> {
  const at = text.lastIndexOf("hostname: ") + "hostname: ".length + 1;
  for (const word of ["shop", "api-v2", "wild"]) {
    const lengths = [...word.split("").keys()].map((i) => i + 1);
    for (const length of [...lengths, ...lengths.map((i) => word.length - i)])
      yield text.slice(0, at) + word.slice(0, length) + text.slice(at);
  }
}

const files: Files = monorepo(Number(documents)).map(([path, content]) => [`file:///bench/${path}`, content] as const);
const workspace = index([files, [[file, text]]]);
judge(workspace.snapshot);
const times = { keystroke: [] as number[], apply: [] as number[], slice: [] as number[] };
for (let round = 0; round < rounds; round++) {
  for (const typed of typing()) {
    const apply = timed(() => workspace.apply({ files: [[file, typed]] }));
    let slice = 0;
    const judging = timed(() => {
      slice = judge(workspace.snapshot);
    });
    times.keystroke.push(apply + judging);
    times.apply.push(apply);
    times.slice.push(slice);
  }
}
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.slice(unmeasured)]))));
