import 'reflect-metadata';
import { readConfig } from '@iopath/config';
import { createLogger } from '@iopath/observability';
import { endOnSignal } from '@iopath/process';
import { openDoorWarning } from '../../api/src/access/open-access';
import { messageOf } from './start-error';
import { startStandalone } from './start-standalone';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const starting = startStandalone(config);
  const logger = createLogger({ level: config.logLevel, service: 'standalone' });
  // From the very start: what is half open when the signal comes has to be closed too.
  endOnSignal(
    async () => {
      const standalone = await starting.catch(() => null);
      await standalone?.close();
    },
    logger,
    config.shutdownLimitS * 1000,
  );

  const { url } = await starting;
  process.stderr.write(openDoorWarning(config, url) ?? '');
  process.stdout.write(`iopath-advisor serving at ${url} (Swagger UI at ${url}/docs)\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`iopath-advisor cannot start. ${messageOf(error)}\n`);
  process.exit(1);
});
