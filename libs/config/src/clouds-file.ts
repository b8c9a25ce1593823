import path from 'node:path';
import { parseDocument } from 'yaml';

/** Text of a file; null when it is not there or may not be read. */
export type ReadText = (file: string) => string | null;

export interface FileSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  readonly readText: ReadText;
}

type Entry = Readonly<Record<string, unknown>>;

/** One cloud of the files, layer by layer: its profile, its entry, what `secure.yaml` adds. */
export interface CloudEntry {
  readonly layers: readonly { readonly entry: Entry; readonly place: string }[];
  readonly problems: readonly string[];
}

interface Found {
  readonly file: string;
  readonly document: Entry;
}

/**
 * Finds a cloud by its name in `clouds.yaml`, where every OpenStack tool looks for it: the file that
 * `OS_CLIENT_CONFIG_FILE` names, else the working directory, the user's configuration, `/etc/openstack`
 * (openstacksdk, config/loader.py). `secure.yaml` is looked for in the same places and laid over it.
 */
export function findCloud(name: string, files: FileSurroundings): CloudEntry {
  const problems: string[] = [];
  const main = findFile('clouds', 'OS_CLIENT_CONFIG_FILE', files, problems);
  const secure = findFile('secure', 'OS_CLIENT_SECURE_FILE', files, problems);
  if (problems.length > 0) return { layers: [], problems };
  if (main === null)
    return { layers: [], problems: [`OS_CLOUD: there is no clouds.yaml (looked for it in ${where(files)})`] };
  const entry = member(member(main.document, 'clouds'), name);
  if (entry === null) return { layers: [], problems: [`OS_CLOUD: ${main.file} has no cloud of this name`] };
  const layers = [...profileLayers(entry, files, problems), { entry, place: placeOf(name, main.file) }];
  const secrets = member(member(secure?.document ?? null, 'clouds'), name);
  if (secrets !== null && secure !== null) layers.push({ entry: secrets, place: placeOf(name, secure.file) });
  return { layers, problems };
}

/** What a `profile` stands for: an entry of `clouds-public.yaml`. The profiles built into openstacksdk are not known here. */
function profileLayers(entry: Entry, files: FileSurroundings, problems: string[]): { entry: Entry; place: string }[] {
  const profile = entry['profile'] ?? entry['cloud'];
  if (typeof profile !== 'string') return [];
  const found = findFile('clouds-public', null, files, problems);
  const vendor = member(member(found?.document ?? null, 'public-clouds'), profile);
  if (vendor !== null && found !== null) return [{ entry: vendor, place: `profile ${profile} in ${found.file}` }];
  problems.push(`OS_CLOUD: its profile "${profile}" is in no clouds-public.yaml`);
  return [];
}

function findFile(base: string, variable: string | null, files: FileSurroundings, problems: string[]): Found | null {
  const named = variable === null ? '' : (files.env[variable]?.trim() ?? '');
  if (named !== '' && variable !== null) {
    const file = path.resolve(files.workingDirectory, named);
    const found = readDocument(file, files.readText, problems);
    if (found === null && problems.length === 0) problems.push(`${variable}: ${file} cannot be read`);
    return found;
  }
  for (const directory of directories(files)) {
    for (const extension of ['yaml', 'yml', 'json']) {
      const found = readDocument(path.join(directory, `${base}.${extension}`), files.readText, problems);
      if (found !== null || problems.length > 0) return found;
    }
  }
  return null;
}

function readDocument(file: string, readText: ReadText, problems: string[]): Found | null {
  const text = readText(file);
  if (text === null) return null;
  const document = parsed(text);
  if (isEntry(document)) return { file, document };
  // What the parser complains of is not quoted: it shows the line, and the line may hold a password.
  problems.push(`OS_CLOUD: ${file} is not a YAML document with clouds`);
  return null;
}

function parsed(text: string): unknown {
  const document = parseDocument(text);
  try {
    return document.errors.length > 0 ? null : (document.toJS() as unknown);
  } catch {
    return null;
  }
}

function directories({ env, workingDirectory, homeDirectory }: FileSurroundings): readonly string[] {
  const configured = env['XDG_CONFIG_HOME']?.trim() ?? '';
  const home = configured === '' ? path.join(homeDirectory, '.config') : configured;
  return [workingDirectory, path.join(home, 'openstack'), '/etc/openstack'];
}

function where(files: FileSurroundings): string {
  return directories(files).join(', ');
}

function placeOf(name: string, file: string): string {
  return `cloud ${name} in ${file}`;
}

function member(entry: Entry | null, name: string): Entry | null {
  const value = entry !== null && Object.hasOwn(entry, name) ? entry[name] : null;
  return isEntry(value) ? value : null;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
