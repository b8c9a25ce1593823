import { TokenVerifier, type VerifiedToken } from '@iopath/usecases';
import type { KeystoneClient } from './keystone.client';

/** Tokens, as Keystone vouches for them. */
export class KeystoneTokenVerifier extends TokenVerifier {
  constructor(private readonly keystone: KeystoneClient) {
    super();
  }

  override verify(token: string): Promise<VerifiedToken | null> {
    return this.keystone.verify(token);
  }
}
