/** Services of the cloud whose address may be given instead of the catalog's. */
export const OVERRIDABLE_SERVICES = ['identity', 'compute', 'placement', 'network', 'image'] as const;
export type OverridableService = (typeof OVERRIDABLE_SERVICES)[number];

/** Variables that choose the file and the cloud in it. */
const SELECTORS = ['OS_CLOUD', 'OS_CLIENT_CONFIG_FILE', 'OS_CLIENT_SECURE_FILE'] as const;

/**
 * Variables that say the same as an entry of `clouds.yaml`, and win over it, as with the `openstack` command. An older
 * name stands before the newer one, which wins.
 */
export const SETTING_VARIABLES = [
  'OS_AUTH_URL',
  'OS_AUTH_TYPE',
  'OS_IDENTITY_API_VERSION',
  'OS_USERNAME',
  'OS_USER_ID',
  'OS_PASSWORD',
  'OS_USER_DOMAIN_NAME',
  'OS_USER_DOMAIN_ID',
  'OS_TENANT_NAME',
  'OS_TENANT_ID',
  'OS_PROJECT_NAME',
  'OS_PROJECT_ID',
  'OS_PROJECT_DOMAIN_NAME',
  'OS_PROJECT_DOMAIN_ID',
  'OS_DOMAIN_NAME',
  'OS_DOMAIN_ID',
  'OS_DEFAULT_DOMAIN',
  'OS_SYSTEM_SCOPE',
  'OS_APPLICATION_CREDENTIAL_ID',
  'OS_APPLICATION_CREDENTIAL_NAME',
  'OS_APPLICATION_CREDENTIAL_SECRET',
  'OS_REGION_NAME',
  'OS_ENDPOINT_TYPE',
  'OS_INTERFACE',
  'OS_CACERT',
  'OS_CERT',
  'OS_KEY',
  'OS_INSECURE',
  'OS_IDENTITY_ENDPOINT_OVERRIDE',
  'OS_COMPUTE_ENDPOINT_OVERRIDE',
  'OS_PLACEMENT_ENDPOINT_OVERRIDE',
  'OS_NETWORK_ENDPOINT_OVERRIDE',
  'OS_IMAGE_ENDPOINT_OVERRIDE',
] as const;

export const CLOUD_VARIABLES = [...SELECTORS, ...SETTING_VARIABLES] as const;
