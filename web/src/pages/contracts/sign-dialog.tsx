import { Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useSign } from '../../api/contracts.ts'
import type { ContractView } from '../../api/types.ts'
import { useSpace } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Terms } from '../../parts/terms/terms.tsx'

interface Props {
  readonly contract: ContractView
  readonly onClose: () => void
}

/** What is signed, its fingerprint, with which kind of signature; then an explicit tick, then the click. */
export function SignDialog({ contract, onClose }: Props) {
  const { t } = useFormat()
  const { data: space } = useSpace()
  const label = space?.demo ? 'demo' : 'space'
  const [read, setRead] = useState(false)
  const sign = useSign(contract.id)
  return (
    <Modal
      open
      width={760}
      title={t('contract.signTitle')}
      okText={t('contract.act.sign')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !read, loading: sign.isPending }}
      onCancel={onClose}
      onOk={() => sign.mutate({ hash: contract.hash }, { onSuccess: onClose })}
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
              {t(`contract.label.${label}`)}
              <div className="faint">{t(`contract.labelHint.${label}`)}</div>
            </dd>
          </div>
        </dl>
        <Checkbox checked={read} onChange={(event) => setRead(event.target.checked)}>
          {t('contract.iReadAndSign')}
        </Checkbox>
        {sign.error ? <Problem error={sign.error} /> : null}
      </div>
    </Modal>
  )
}
