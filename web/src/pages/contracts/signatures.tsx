import type { ContractView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Hash, When } from '../../parts/say.tsx'

/** Who has signed, when, with which kind of signature, and whether it verifies now. */
export function Signatures({ contract }: { readonly contract: ContractView }) {
  const { t, name } = useFormat()
  // The parties stand in the contract under their registered names; the reader's language knows two of them.
  const names: Readonly<Record<string, string>> = {
    [contract.terms.providerId]: name(contract.providerNameZh, contract.providerNameEn),
    [contract.terms.consumerId]: name(contract.consumerNameZh, contract.consumerNameEn),
  }
  return (
    <ul className="signatures">
      {contract.terms.parties.map((party) => {
        const made = contract.signatures.find((one) => one.participantId === party.participantId)
        return (
          <li key={party.participantId} className={made ? 'signed' : ''}>
            <span className="row">
              <b>{names[party.participantId] ?? party.name}</b>
              <span className="faint">{t(`contract.partyRole.${party.role}`)}</span>
            </span>
            {made ? (
              <>
                <span className="row">
                  <Chip meaning={made.valid ? 'seal' : 'no'}>
                    {t(made.valid ? 'contract.signatureValid' : 'contract.signatureInvalid')}
                  </Chip>
                  <Chip meaning={made.label === 'demo' ? 'warn' : 'none'}>
                    {t(`contract.label.${made.label}`)}
                  </Chip>
                </span>
                <span className="faint">
                  <When at={made.signedAt} /> · {t('contract.key')} <Hash value={made.keyId} length={12} />
                </span>
              </>
            ) : (
              <span className="faint">
                {t(contract.state === 'void' ? 'contract.neverSigned' : 'contract.notSigned')}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
