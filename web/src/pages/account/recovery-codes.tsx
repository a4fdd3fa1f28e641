import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { downloadText } from '../../lib/download.ts'

/** Shown once: the way back in when phone and keys are lost. */
export function RecoveryCodes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[]
  readonly onDone: () => void
}) {
  const { t } = useTranslation()
  return (
    <div className="stack tight">
      <p className="why warn">
        <b className="head">◔ {t('account.codesTitle')}</b>
        <br />
        {t('account.codesHint')}
      </p>
      <pre className="codes">{codes.join('\n')}</pre>
      <div className="row">
        <Button onClick={() => downloadText('recovery-codes.txt', `${codes.join('\n')}\n`)}>
          {t('common.download')}
        </Button>
        <Button type="primary" onClick={onDone}>
          {t('account.codesKept')}
        </Button>
      </div>
    </div>
  )
}
