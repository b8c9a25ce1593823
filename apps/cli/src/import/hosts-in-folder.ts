import { readdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../exit-codes';

/** What a tool or a packer puts behind the name of a host. */
const ENDINGS = /(\.(tar|tgz|tbz2?|gz|bz2|xml|json|ya?ml|conf|txt|umockdev|caps|sysfs|xz))+$/i;

/** One host to import, and the file or folder that tells of it. */
export interface HostEntry {
  readonly hostName: string;
  readonly file: string;
}

/**
 * Hosts of a folder that has a file or a folder a host, named after it: `compute-01.xml`, `compute-02.tar.gz`, `compute-03/`.
 *
 * @throws UsageError when there is none, or two are of the same host
 */
export function hostsInFolder(folder: string, workingDirectory: string): readonly HostEntry[] {
  const hosts = namesIn(folder, workingDirectory).map((name) => ({
    hostName: name.replace(ENDINGS, ''),
    file: path.join(folder, name),
  }));
  if (hosts.length === 0) throw new UsageError(`${folder} has no files.`);
  const twice = hosts.find(({ hostName }, index) => hosts.findIndex((each) => each.hostName === hostName) < index);
  if (twice !== undefined) throw new UsageError(`${folder} has more than one file of ${twice.hostName}.`);
  return hosts;
}

function namesIn(folder: string, workingDirectory: string): readonly string[] {
  try {
    return readdirSync(path.resolve(workingDirectory, folder))
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${folder} cannot be read (${code}).`);
  }
}
