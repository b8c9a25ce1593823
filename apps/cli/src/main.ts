import { homedir } from 'node:os';
import { runCli } from './run-cli';
import type { Surroundings, TextSink } from './surroundings';

declare const IOPATH_VERSION: string | undefined;

/** `iopath`, bundled to dist/iopath.mjs. */
async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
  const surroundings: Surroundings = {
    env: process.env,
    workingDirectory: process.cwd(),
    homeDirectory: process.env['HOME'] ?? homedir(),
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    readStdin,
  };
  const version = typeof IOPATH_VERSION === 'string' ? IOPATH_VERSION : 'development';
  process.exitCode = await runCli(process.argv.slice(2), version, surroundings);
}

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : null,
  };
}

/** `iopath host list | head` has read enough: that is no error. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

async function readStdin(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

void main();
