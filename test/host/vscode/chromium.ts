/** The browser that shows the workbench. */

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { findProgram, installFromApt } from "./debian.ts";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

function find(): string | undefined {
  return process.env.CHROME_PATH ?? findProgram(...names) ?? elsewhere.find((path) => existsSync(path));
}

/** Starts a headless Chromium: the one that CHROME_PATH names, or one found on this machine, or Debian's, installed when we are root. */
export async function launchChromium(): Promise<Browser> {
  let executablePath = find();
  if (!executablePath && installFromApt("chromium", "fonts-dejavu-core")) executablePath = find();
  if (!executablePath) throw new Error("No Chrome or Chromium was found. Install one, or name it in the environment variable CHROME_PATH.");
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
