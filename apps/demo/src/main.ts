import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type AdvisorConfig, readConfig } from '@iopath/config';
import { createLogger } from '@iopath/observability';
import { endOnSignal } from '@iopath/process';
import { EmbeddedPostgresError } from '@iopath/persistence';
import { portProblem } from '../../standalone/src/port-check';
import { messageOf } from '../../standalone/src/start-error';
import { startStandalone } from '../../standalone/src/start-standalone';
import { AdvisorClient } from './advisor-client';
import { comparisonOf } from './comparison';
import { findExamples, newRunFolder } from './demo-folders';
import { reportOf } from './report';
import { loadSampleFleet, type Outcome, runScenes } from './run-scenes';

/** The demo would not be the same twice on a database that somebody uses, so it takes its own only. */
const WITH_A_SERVER =
  'The demo has only the embedded one; with DATABASE_URL set, use `npm start` and examples/fleet.ndjson.\n';

interface Wishes {
  /** One JSON document instead of text for people. */
  readonly json: boolean;
  /** End after the last request instead of serving on. */
  readonly exit: boolean;
}

interface Running {
  readonly url: string;
  close(): Promise<void>;
}

async function main(wishes: Wishes): Promise<void> {
  // It shows itself on this machine, whatever cloud the shell is set up for.
  const config = readConfig(withoutCloud(process.env));
  const starting = start(config);
  const logger = createLogger({ level: 'warn', service: 'demo' });
  const ending = endOnSignal(
    async () => (await starting.catch(() => null))?.close(),
    logger,
    config.shutdownLimitS * 1000,
  );
  const running = await starting;

  const failed = await play(running.url, wishes).catch(async (error: unknown) => {
    await running.close();
    // The service that it talked to was taken away on purpose; who did that also ends the process.
    if (ending.aborted) return new Promise<never>(() => undefined);
    throw error;
  });
  if (wishes.exit) {
    await running.close();
    process.exit(failed === 0 ? 0 : 1);
  }
  if (!wishes.json) say(`\nServing at ${running.url}; try it yourself at ${running.url}/docs. Ctrl-C ends it.`);
}

/** The environment without what says how to reach a cloud, and who gets in. */
function withoutCloud(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('OS_'));
  return { ...Object.fromEntries(others), AUTH_MODE: 'none' };
}

/** The service on a database of its own: what `DATABASE_URL` and `REDIS_URL` name is left alone. */
async function start(config: AdvisorConfig): Promise<Running> {
  const chosen = process.env['DATA_DIR'] ?? '';
  const dataDir = chosen === '' ? await newRunFolder(path.join(config.dataDir, 'demo')) : config.dataDir;
  const port = (await portProblem(config.host, config.port)) === null ? config.port : 0;
  const removeRun = () => (chosen === '' ? rm(dataDir, { recursive: true, force: true }) : Promise.resolve());
  try {
    const logLevel: AdvisorConfig['logLevel'] = (process.env['LOG_LEVEL'] ?? '') === '' ? 'warn' : config.logLevel;
    const demo = { ...config, databaseUrl: null, redisUrl: null, dataDir, port, logLevel };
    const standalone = await startStandalone(demo);
    return { url: standalone.url, close: () => standalone.close().then(removeRun) };
  } catch (error) {
    await removeRun();
    throw error;
  }
}

/** Returns how many requests came out otherwise than they should. */
async function play(url: string, { json }: Wishes): Promise<number> {
  const client = new AdvisorClient(url);
  const examples = findExamples();
  const hosts = await loadSampleFleet(client, examples);
  if (!json) say(`iopath-advisor at ${url} with a sample fleet of ${hosts} hosts. Six requests:`);
  const outcomes: Outcome[] = [];
  for await (const outcome of runScenes(client, examples)) {
    outcomes.push(outcome);
    if (!json) sayOutcome(outcome, outcomes.length);
  }
  const failed = outcomes.filter(({ differences }) => differences.length > 0).length;
  if (json) say(JSON.stringify(documentOf(hosts, outcomes, failed), null, 2));
  return failed;
}

function sayOutcome({ scene, answer, comparison, differences }: Outcome, number: number): void {
  say(`\n${reportOf(`${number}. ${scene.title}`, scene.story, answer).join('\n')}`);
  if (comparison !== null) say(comparisonOf(comparison).join('\n'));
  for (const difference of differences) say(`  NOT AS IT SHOULD BE  ${difference}`);
}

function documentOf(hosts: number, outcomes: readonly Outcome[], failed: number) {
  return {
    ok: failed === 0,
    hosts,
    requests: outcomes.map(({ scene, answer, comparison, differences }) => {
      const { file, title, story, expect } = scene;
      return { file: `examples/requests/${file}`, title, story, expect, differences, answer, comparison };
    }),
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main({ json: process.argv.includes('--json'), exit: process.argv.includes('--exit') }).catch((error: unknown) => {
  process.stderr.write(`The demo cannot run. ${messageOf(error)}\n`);
  if (error instanceof EmbeddedPostgresError) process.stderr.write(WITH_A_SERVER);
  process.exit(1);
});
