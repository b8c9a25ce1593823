import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import {
  OPENSTACK_RELEASES,
  readPciAliases,
  type CloudFacts,
  type FactAgePolicy,
  type OpenStackRelease,
  type PciAliasDefinition,
  type PlanningPolicy,
} from '@iopath/core';
import { readCloudAccess, type CloudAccess } from './cloud-access';
import { CLOUD_VARIABLES } from './cloud-variables';
import type { ReadText } from './clouds-file';
import { EnvReader } from './env-reader';
import { readFactAges } from './fact-ages';
import { type PolicyRules, readPolicyRules } from './policy-rules';

/** How callers prove who they are: to Keystone, or not at all, which is for one's own machine only. */
export const AUTH_MODES = ['keystone', 'none'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that can be set from outside. */
export interface AdvisorConfig {
  /** The address the API listens on. */
  readonly host: string;
  /** The port the API listens on; 0 takes any free one. */
  readonly port: number;
  /** null: use the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** null: hand work over inside the process. */
  readonly redisUrl: string | null;
  /** First part of every Redis key, so that several advisors may share a Redis. */
  readonly redisPrefix: string;
  /** Absolute; where the embedded PostgreSQL keeps its data. */
  readonly dataDir: string;
  readonly authMode: AuthMode;
  /** Where callers without a token are sent; null: to the Keystone of the cloud that is used. */
  readonly wwwAuthenticateUri: string | null;
  /** How long Keystone's answer on a caller's token is believed; 0 = it is asked each time. */
  readonly tokenCacheS: number;
  /** Rules in place of those that come with the service. */
  readonly policyRules: PolicyRules;
  /** The release whose extra specs and image properties are written. */
  readonly openStackRelease: OpenStackRelease;
  /** What the operator tells of Neutron and of Nova's aliases; null for each that is not set. */
  readonly cloud: CloudFacts;
  /** How to reach the cloud; null when none is named. */
  readonly cloudAccess: CloudAccess | null;
  /** Recommendations that one worker plans at a time. */
  readonly workerConcurrency: number;
  /** Threads of a process that plan; 0 plans on the main thread, which is for debugging. */
  readonly planningThreads: number;
  /** A decision that takes longer is ended together with its thread. */
  readonly decisionTimeLimitS: number;
  /** Undecided requests at which new ones are refused. */
  readonly queueLimit: number;
  /** Undecided requests of one project at which new ones of that project are refused. */
  readonly projectQueueLimit: number;
  /** A process that was asked to end is gone after so long, whatever still runs in it. */
  readonly shutdownLimitS: number;
  /** How long from one audit of the ledger to the next; 0 = none but those that are asked for. */
  readonly auditEveryS: number;
  /** How long from one synchronisation with the cloud to the next; 0 = none but those that are asked for. */
  readonly syncEveryS: number;
  /** When what is known of a host counts as old, and when as too old. */
  readonly factAges: FactAgePolicy;
  readonly logLevel: LogLevel;
}

/** A configuration that names both servers, as processes that run apart need it. */
export type ServerConfig = AdvisorConfig & { readonly databaseUrl: string; readonly redisUrl: string };

/** The names of all variables that are read, as `docker-compose.yml` and the README may use them. */
export const CONFIG_VARIABLES = [
  'HOST',
  'PORT',
  'DATABASE_URL',
  'REDIS_URL',
  'REDIS_PREFIX',
  'DATA_DIR',
  'AUTH_MODE',
  'WWW_AUTHENTICATE_URI',
  'TOKEN_CACHE_S',
  'POLICY_FILE',
  'OPENSTACK_RELEASE',
  'NEUTRON_MECHANISM_DRIVERS',
  'NEUTRON_EXTENSIONS',
  'PCI_ALIASES',
  'WORKER_CONCURRENCY',
  'PLANNING_THREADS',
  'DECISION_TIME_LIMIT_S',
  'QUEUE_LIMIT',
  'PROJECT_QUEUE_LIMIT',
  'SHUTDOWN_LIMIT_S',
  'AUDIT_EVERY_S',
  'SYNC_EVERY_S',
  'FACTS_STALE_AFTER_S',
  'FACTS_REFUSE_AFTER_S',
  'LOG_LEVEL',
  ...CLOUD_VARIABLES,
] as const;
export type ConfigVariable = (typeof CONFIG_VARIABLES)[number];

/** Thrown with every problem at once. It never quotes a URL, which may hold a password. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not usable:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

const MAX_PORT = 65_535;
const MAX_WORKER_CONCURRENCY = 64;
const MAX_PLANNING_THREADS = 64;
const MAX_QUEUE_LIMIT = 1_000_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const WEEK_S = 7 * 24 * HOUR_S;

/**
 * Reads the configuration from environment variables; an empty one counts as unset. `OS_CLOUD` may name a cloud of a
 * `clouds.yaml`, which is read with what it names.
 *
 * @param workingDirectory what a relative path starts from
 * @param readText reads a file; null when there is none to read
 * @throws ConfigError naming every variable that cannot be used
 */
export function readConfig(
  env: NodeJS.ProcessEnv,
  workingDirectory: string = process.cwd(),
  readText: ReadText = readTextFile,
): AdvisorConfig {
  const read = new EnvReader(env);
  const host = read.text('HOST', '127.0.0.1');
  const openStackRelease = read.oneOf('OPENSTACK_RELEASE', OPENSTACK_RELEASES, '2025.1');
  const cloudProblems: string[] = [];
  const cloudAccess = readCloudAccess(
    { env, workingDirectory, homeDirectory: env['HOME'] ?? homedir(), readText },
    cloudProblems,
  );
  const isCloudNamed = cloudAccess !== null || cloudProblems.length > 0;
  const config: AdvisorConfig = {
    host,
    port: read.integer('PORT', { fallback: 8080, min: 0, max: MAX_PORT }),
    databaseUrl: read.url('DATABASE_URL', ['postgresql:', 'postgres:']),
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
    redisPrefix: read.text('REDIS_PREFIX', 'iopath-advisor'),
    dataDir: path.resolve(workingDirectory, read.text('DATA_DIR', '.data')),
    authMode: readAuthMode(read, host, isCloudNamed),
    wwwAuthenticateUri: read.url('WWW_AUTHENTICATE_URI', ['http:', 'https:']),
    tokenCacheS: read.integer('TOKEN_CACHE_S', { fallback: 300, min: 0, max: HOUR_S }),
    policyRules: readPolicy(read, workingDirectory, readText),
    openStackRelease,
    cloud: {
      neutronMechanismDrivers: read.names('NEUTRON_MECHANISM_DRIVERS'),
      neutronExtensions: read.names('NEUTRON_EXTENSIONS'),
      pciAliases: readAliases(read, openStackRelease),
    },
    cloudAccess,
    workerConcurrency: read.integer('WORKER_CONCURRENCY', { fallback: 10, min: 1, max: MAX_WORKER_CONCURRENCY }),
    planningThreads: read.integer('PLANNING_THREADS', { fallback: 1, min: 0, max: MAX_PLANNING_THREADS }),
    decisionTimeLimitS: read.integer('DECISION_TIME_LIMIT_S', { fallback: 60, min: 1, max: HOUR_S }),
    queueLimit: read.integer('QUEUE_LIMIT', { fallback: 10_000, min: 1, max: MAX_QUEUE_LIMIT }),
    projectQueueLimit: read.integer('PROJECT_QUEUE_LIMIT', { fallback: 5_000, min: 1, max: MAX_QUEUE_LIMIT }),
    shutdownLimitS: read.integer('SHUTDOWN_LIMIT_S', { fallback: 20, min: 1, max: HOUR_S }),
    auditEveryS: read.integer('AUDIT_EVERY_S', { fallback: HOUR_S, min: 0, max: WEEK_S }),
    syncEveryS: read.integer('SYNC_EVERY_S', { fallback: MINUTE_S, min: 0, max: WEEK_S }),
    factAges: readFactAges(read),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  const problems = [...read.problems, ...cloudProblems];
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/**
 * The same configuration, known to name a PostgreSQL and a Redis: API and worker in processes of their own
 * cannot share anything embedded.
 *
 * @throws ConfigError naming each one that is not set
 */
export function requireServers(config: AdvisorConfig): ServerConfig {
  const { databaseUrl, redisUrl } = config;
  if (databaseUrl !== null && redisUrl !== null) return { ...config, databaseUrl, redisUrl };
  const missing = [databaseUrl === null ? 'DATABASE_URL' : null, redisUrl === null ? 'REDIS_URL' : null];
  throw new ConfigError(
    missing
      .filter((variable) => variable !== null)
      .map((variable) => `${variable} must be set when API and worker run as separate processes`),
  );
}

/** What planning takes of the configuration; the same for API and worker, which must judge requests alike. */
export function planningPolicyOf({ openStackRelease, cloud, factAges }: AdvisorConfig): PlanningPolicy {
  return { release: openStackRelease, cloud, factAges };
}

/**
 * Callers are asked who they are unless the operator says otherwise. Where there is no Keystone to ask and only this
 * machine can call, that is taken as said: development, the demo.
 */
function readAuthMode(read: EnvReader, host: string, isCloudNamed: boolean): AuthMode {
  const unless = !isCloudNamed && isLoopback(host) ? 'none' : 'keystone';
  const mode = read.oneOf('AUTH_MODE', AUTH_MODES, unless);
  if (mode === 'none' && !isLoopback(host)) {
    read.problem('AUTH_MODE', `"none" lets everyone in, so HOST must be a loopback address, not "${host}"`);
  }
  if (mode === 'keystone' && !isCloudNamed) {
    read.problem(
      'AUTH_MODE',
      '"keystone" needs a cloud whose Keystone can be asked: set OS_CLOUD, or OS_AUTH_URL and more',
    );
  }
  return mode;
}

function readPolicy(read: EnvReader, workingDirectory: string, readText: ReadText): PolicyRules {
  const named = read.text('POLICY_FILE', '');
  if (named === '') return new Map();
  const file = path.resolve(workingDirectory, named);
  const text = readText(file);
  const policy = text === null ? { ok: false as const, problems: ['cannot be read'] } : readPolicyRules(text);
  if (policy.ok) return policy.rules;
  for (const problem of policy.problems) read.problem('POLICY_FILE', `${file}: ${problem}`);
  return new Map();
}

/** `[pci]alias` as Nova has it: a JSON list of its objects. What Nova would refuse is refused here too. */
function readAliases(read: EnvReader, release: OpenStackRelease): readonly PciAliasDefinition[] | null {
  const document = read.json('PCI_ALIASES');
  if (document === null) return null;
  const aliases = readPciAliases(document.value, release);
  if (aliases.ok) return aliases.definitions;
  read.problem('PCI_ALIASES', aliases.problem);
  return null;
}

function readTextFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Whether only this machine can reach `host`. Other names are not resolved: what they stand for may change. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
