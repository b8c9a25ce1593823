import type { CloudServiceType } from '@iopath/usecases';

/** Something that is told only to who asks for it by name, so that no log shows it. */
export interface Revealable {
  reveal(): string;
}

export type DomainReference = { readonly id: string } | { readonly name: string };
export type DomainMember = { readonly id: string } | { readonly name: string; readonly domain: DomainReference };

export type CloudScope =
  | { readonly kind: 'project'; readonly project: DomainMember }
  | { readonly kind: 'domain'; readonly domain: DomainReference }
  | { readonly kind: 'system' };

/** As whom the cloud is spoken to. */
export type CloudCredentials =
  | {
      readonly kind: 'password';
      readonly user: DomainMember;
      readonly password: Revealable;
      readonly scope: CloudScope;
    }
  | {
      readonly kind: 'application_credential';
      readonly credential: { readonly id: string } | { readonly name: string; readonly user: DomainMember };
      readonly secret: Revealable;
    };

/** How the cloud is reached, as the configuration gives it. */
export interface CloudAccess {
  /** Keystone's URL, with or without `/v3`. */
  readonly authUrl: string;
  readonly credentials: CloudCredentials;
  /** null: whatever the catalog names first. */
  readonly region: string | null;
  readonly endpointInterface: 'public' | 'internal' | 'admin';
  readonly endpointOverrides: Readonly<Partial<Record<CloudServiceType, string>>>;
  readonly tls: {
    readonly isVerified: boolean;
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: string | null;
  };
}
