import type { AdvisorConfig } from '@iopath/config';
import type { Logger } from '@iopath/observability';
import { Policy, type TokenVerifier } from '@iopath/usecases';
import { type ApiAccess, EverybodysAccess, KeystoneAccess } from './api-access';

/** What of the configuration says who gets in. */
type AccessConfig = Pick<
  AdvisorConfig,
  'authMode' | 'cloudAccess' | 'wwwAuthenticateUri' | 'tokenCacheS' | 'policyRules'
>;

/**
 * The door as it is configured.
 *
 * @param tokens null where no cloud is configured
 */
export function openAccess(config: AccessConfig, tokens: TokenVerifier | null, logger: Logger): ApiAccess {
  if (config.authMode === 'none') return new EverybodysAccess();
  const { cloudAccess, wwwAuthenticateUri, tokenCacheS, policyRules } = config;
  if (tokens === null || cloudAccess === null)
    throw new Error('AUTH_MODE is "keystone", and there is no Keystone to ask.');
  return new KeystoneAccess({
    tokens,
    policy: Policy.of(policyRules),
    authUrl: wwwAuthenticateUri ?? cloudAccess.authUrl,
    region: cloudAccess.region,
    tokenCacheS,
    logger,
  });
}

/** What an operator has to hear at each start where nobody is asked who he is; null where everybody is. */
export function openDoorWarning({ authMode }: Pick<AdvisorConfig, 'authMode'>, url: string): string | null {
  return authMode === 'none' ? `AUTH_MODE is "none": everybody who reaches ${url} may do everything.\n` : null;
}
