import { parseArgs } from 'node:util';
import { DEFAULT_HOSTS, readHosts } from './hardware/host-document';
import { bringUp, openLab, statusOf, takeDown } from './lab';
import { PortTaken } from './machine/daemons';
import { URLS } from './places';
import { CannotBeHad } from './services/packages';
import { smoke } from './smoke';

/** Told from 1, which is a failure: here the lab cannot be had at all. */
const CANNOT_BE_HAD = 3;

const HELP = `npm run lab:up [-- --hosts FOLDER]   a real OpenStack on loopback, with a compute for each <host>.json
npm run lab:smoke                      asks it what an OpenStack is asked
npm run lab:status                     which of its processes live
npm run lab:down [-- --wipe]           ends it; with --wipe its folder goes too
IOPATH_LAB_DIR names the folder (iopath-lab in the folder for temporary files). docs/openstack-lab.md tells more.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      hosts: { type: 'string', default: DEFAULT_HOSTS },
      wipe: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const startedMs = Date.now();
  const say = (line: string): void => {
    console.log(`[${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s] ${line}`);
  };
  const [command] = positionals;
  if (values.help || command === undefined) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  switch (command) {
    case 'up': {
      const lab = openLab();
      await bringUp(lab, readHosts(values.hosts), say);
      say(`up. . ${lab.places.root}/openrc; openstack hypervisor list`);
      return 0;
    }
    case 'down':
      await takeDown(openLab(), values, say);
      return 0;
    case 'status': {
      const lab = openLab();
      console.log(lab.places.root, JSON.stringify(URLS));
      const processes = statusOf(lab);
      for (const { name, pid } of processes) console.log(`${pid === null ? 'gone' : String(pid)}\t${name}`);
      return processes.length > 0 && processes.every(({ pid }) => pid !== null) ? 0 : 1;
    }
    case 'smoke':
      return (await smoke(openLab())) ? 0 : 1;
    default:
      console.error(HELP);
      return 2;
  }
}

main().then(
  (status) => {
    // Some client may still hold a connection.
    process.exit(status);
  },
  (error: unknown) => {
    if (error instanceof CannotBeHad || error instanceof PortTaken) {
      console.error(`the lab cannot be had here: ${error.message}`);
      process.exit(CANNOT_BE_HAD);
    }
    console.error(error);
    process.exit(1);
  },
);
