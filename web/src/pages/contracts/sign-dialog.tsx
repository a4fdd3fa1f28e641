import { Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useBodyKeys } from '../../api/body-keys.ts'
import { useSign } from '../../api/contracts.ts'
import type { ContractView } from '../../api/types.ts'
import { useSpace } from '../../api/session.ts'
import { outsideKeys, pasted, textToSign } from '../../lib/contract/body-key.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Terms } from '../../parts/terms/terms.tsx'
import { SignOutside } from './sign-outside.tsx'

interface Props {
  readonly contract: ContractView
  readonly onClose: () => void
}

/** What is signed, its fingerprint, with which kind of signature; then an explicit tick, then the click. */
export function SignDialog({ contract, onClose }: Props) {
  const { t } = useFormat()
  const { data: space } = useSpace()
  const keys = useBodyKeys()
  const own = outsideKeys(keys.data?.items ?? [])
  const [chosen, setChosen] = useState<string | null>(null)
  const key = own.find(({ keyId }) => keyId === chosen) ?? own[0]
  const [value, setValue] = useState('')
  const [read, setRead] = useState(false)
  const sign = useSign(contract.id)
  const label = key?.label ?? (space?.demo ? 'demo' : 'space')
  const signature = key && { keyId: key.keyId, value: pasted(value) }
  const ready = read && keys.data !== undefined && signature?.value !== ''
  return (
    <Modal
      open
      width={760}
      title={t('contract.signTitle')}
      okText={t('contract.act.sign')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: sign.isPending }}
      onCancel={onClose}
      onOk={() =>
        sign.mutate({ hash: contract.hash, ...(signature ? { signature } : {}) }, { onSuccess: onClose })
      }
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('contract.signExplain', { name: contract.terms.name })}</p>
        <Terms
          policy={contract.terms.policy}
          text={{ zh: contract.terms.textZh, en: contract.terms.textEn }}
        />
        <dl className="facts one">
          <div>
            <dt>{t('contract.number')}</dt>
            <dd className="mono">{contract.number}</dd>
          </div>
          <div>
            <dt>{t('contract.hash')}</dt>
            <dd className="mono">{contract.hash}</dd>
          </div>
          <div>
            <dt>{t('contract.signAs')}</dt>
            <dd>
              <Loaded of={keys} lines={1}>
                {() => (
                  <>
                    {t(`contract.label.${label}`)}
                    {!key && <div className="faint">{t(`contract.labelHint.${label}`)}</div>}
                  </>
                )}
              </Loaded>
            </dd>
          </div>
        </dl>
        {key && keys.data && (
          <SignOutside
            keys={own}
            text={textToSign(keys.data.contractText, contract.hash)}
            keyId={key.keyId}
            value={value}
            onKey={setChosen}
            onValue={setValue}
          />
        )}
        <Checkbox checked={read} onChange={(event) => setRead(event.target.checked)}>
          {t('contract.iReadAndSign')}
        </Checkbox>
        {sign.error ? <Problem error={sign.error} /> : null}
      </div>
    </Modal>
  )
}
