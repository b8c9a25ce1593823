import type { InferredOptionTypes, Options } from 'yargs';

const GROUP = 'Connection:';

/** Of every command. What else there is to say is said by the `OS_*` variables. */
export const CONNECTION_OPTIONS = {
  endpoint: {
    type: 'string',
    group: GROUP,
    describe: 'URL of the service, instead of the catalog’s [IOPATH_ENDPOINT]',
  },
  'os-cloud': { type: 'string', group: GROUP, describe: 'Name of a cloud in clouds.yaml [OS_CLOUD]' },
  'os-region-name': { type: 'string', group: GROUP, describe: 'Region of the service [OS_REGION_NAME]' },
  'os-interface': {
    type: 'string',
    group: GROUP,
    describe: 'public, internal or admin [OS_INTERFACE]',
  },
  'os-cacert': { type: 'string', group: GROUP, describe: 'PEM file of the certificate that signs [OS_CACERT]' },
  insecure: { type: 'boolean', group: GROUP, describe: 'Trust any certificate [OS_INSECURE]' },
  debug: { type: 'boolean', default: false, group: GROUP, describe: 'Tell of every request, tokens left out' },
} as const satisfies Readonly<Record<string, Options>>;

export type ConnectionArguments = InferredOptionTypes<typeof CONNECTION_OPTIONS>;
