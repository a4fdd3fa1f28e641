import type { Proof } from '../model.ts'

/**
 * The way in through the national identity services, as an interface only: a space that is licensed for them writes a
 * driver against it. None is part of this program, since the services answer contracted bodies alone.
 *
 * - 医保电子凭证 (the electronic insurance certificate): the person's app shows a code `ecToken`; the body's terminal
 *   decodes it over the insurance network and gets number, name and psn_no.
 * - 国家网络身份认证 (real-name service): the person's app signs a challenge; the service answers with a level.
 *
 * What a driver has to keep: the token goes to the service and nowhere else; number and name live as long as the call;
 * the answer of the service is checked against its certificate; one token is accepted once.
 */
export interface NationalIdentityService {
  readonly driver: 'ec-token' | 'real-name'
  /** A challenge for the person's app, or null where the app shows a code by itself. */
  challenge(): Promise<{ readonly id: string; readonly qrText: string } | null>
  /** Who showed the token; null where the service does not vouch for it. */
  redeem(token: string): Promise<VouchedPerson | null>
}

/** A person that a national service vouches for. Level 1 to 3 as the service names it. */
export interface VouchedPerson {
  readonly name: string
  readonly certno: string
  readonly level: Exclude<Proof['level'], 'demo'>
}
