import { Checkbox, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import {
  type RemoteContractView,
  useAcceptRemote,
  useEndRemote,
  usePropose,
  useSignRemote,
} from '../../api/connector.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Terms } from '../../parts/terms/terms.tsx'

interface Props {
  readonly remote: RemoteContractView
}

/** What a data officer may do now; what the state does not allow says why. */
export function RemoteActions({ remote }: Props) {
  const { t } = useFormat()
  const has = useHasRole()
  const [open, setOpen] = useState<'counter' | 'sign' | 'end'>()
  const accept = useAcceptRemote(remote.id)
  const close = () => setOpen(undefined)
  if (!has('data_officer') || remote.endedAt !== null) return null
  const ours = remote.state === 'negotiating' && remote.turn === 'own'
  const theirs = remote.state === 'negotiating' && t('connector.turn.other')
  return (
    <>
      <Action danger onClick={() => setOpen('end')}>
        {t('connector.end')}
      </Action>
      {remote.state === 'negotiating' && (
        <>
          <Action whyNot={theirs && !ours ? theirs : null} onClick={() => setOpen('counter')}>
            {t('connector.counter')}
          </Action>
          <Action
            primary
            loading={accept.isPending}
            whyNot={theirs && !ours ? theirs : null}
            onClick={() => accept.mutate()}
          >
            {t('connector.accept')}
          </Action>
        </>
      )}
      {remote.state === 'signing' && (
        <Action
          primary
          whyNot={remote.turn === 'other' ? t('connector.signedAlready') : null}
          onClick={() => setOpen('sign')}
        >
          {t('connector.sign')}
        </Action>
      )}
      {accept.error ? <Problem error={accept.error} /> : null}
      {open === 'counter' && <CounterDialog remote={remote} onClose={close} />}
      {open === 'sign' && <SignDialog remote={remote} onClose={close} />}
      {open === 'end' && <EndDialog remote={remote} onClose={close} />}
    </>
  )
}

interface DialogProps extends Props {
  readonly onClose: () => void
}

function CounterDialog({ remote, onClose }: DialogProps) {
  const { t } = useFormat()
  const propose = usePropose(remote.id)
  const [maxRuns, setMaxRuns] = useState(remote.policy.maxRuns)
  return (
    <Modal
      open
      title={t('connector.counter')}
      okText={t('connector.sendProposal')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: propose.isPending, disabled: maxRuns === remote.policy.maxRuns }}
      onCancel={onClose}
      onOk={() => propose.mutate({ ...remote.policy, maxRuns }, { onSuccess: onClose })}
    >
      <div className="stack tight">
        <p>{t('connector.counterExplain')}</p>
        <InputNumber
          aria-label={t('connector.runs')}
          min={1}
          max={1_000_000}
          precision={0}
          value={maxRuns}
          onChange={(value) => setMaxRuns(value ?? remote.policy.maxRuns)}
        />
        {propose.error ? <Problem error={propose.error} /> : null}
      </div>
    </Modal>
  )
}

function SignDialog({ remote, onClose }: DialogProps) {
  const { t } = useFormat()
  const sign = useSignRemote(remote.id)
  const [read, setRead] = useState(false)
  return (
    <Modal
      open
      width={720}
      title={t('connector.sign')}
      okText={t('connector.sign')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !read || remote.hash === null, loading: sign.isPending }}
      onCancel={onClose}
      onOk={() => sign.mutate(remote.hash!, { onSuccess: onClose })}
    >
      <div className="stack tight">
        <p>{t('connector.signExplain')}</p>
        <Terms policy={remote.policy} text={{ zh: remote.textZh, en: remote.textEn }} />
        <p>
          <code className="break">{remote.hash}</code>
        </p>
        <Checkbox checked={read} onChange={(event) => setRead(event.target.checked)}>
          {t('connector.iRead')}
        </Checkbox>
        {sign.error ? <Problem error={sign.error} /> : null}
      </div>
    </Modal>
  )
}

function EndDialog({ remote, onClose }: DialogProps) {
  const { t } = useFormat()
  const end = useEndRemote(remote.id)
  return (
    <ReasonDialog
      open
      title={t('connector.end')}
      explain={t('connector.endExplain')}
      reasons={[t('connector.reasons.done'), t('connector.reasons.stopped')]}
      confirm={t('connector.end')}
      danger
      pending={end.isPending}
      error={end.error}
      onConfirm={(reason) => end.mutate(reason, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
