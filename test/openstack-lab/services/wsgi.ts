import type { Lab } from '../lab';
import { untilAnswering } from '../machine/until';
import { LOOPBACK } from '../places';

export interface WsgiService {
  readonly name: string;
  readonly port: number;
  readonly processes: number;
  readonly threads: number;
  /** The packaged starter. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** One API under uWSGI. */
export async function startWsgi(
  { daemons }: Lab,
  { name, port, processes, threads, script, environment }: WsgiService,
): Promise<void> {
  await daemons.start({
    name,
    port,
    environment,
    command: [
      '/usr/bin/uwsgi_python3',
      '--http-socket',
      `${LOOPBACK}:${port}`,
      '--master',
      '--processes',
      `${processes}`,
      '--threads',
      `${threads}`,
      '--enable-threads',
      '--lazy-apps',
      '--thunder-lock',
      // SIGTERM means "reload" to uWSGI otherwise.
      '--die-on-term',
      '--need-app',
      '--buffer-size',
      '65535',
      '--listen',
      '100',
      '--procname-prefix-spaced',
      `iopath-lab-${name}`,
      // An http-socket ends the connection after each answer, and says HTTP/1.1: clients that keep it would be cut off.
      '--add-header',
      'Connection: close',
      '--disable-logging',
      '--wsgi-file',
      script,
    ],
  });
  await daemons.untilReady(name, untilAnswering(name, `http://${LOOPBACK}:${port}/`, 120_000));
}
