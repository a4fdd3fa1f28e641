import { Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePlaceHold } from '../../api/retention.ts'
import { Problem } from '../../parts/problem.tsx'

const ABOUT = ['subject', 'kind'] as const
const LEAST = 4
/** As the server takes them: an id of the system, or the whole words that a kind begins with. */
const FITS = {
  subject: /^[A-Za-z0-9._:-]{0,127}[A-Za-z0-9._:*-]$/,
  kind: /^[a-z][a-z0-9_-]{0,31}(\.[a-z][a-z0-9_-]{0,63}){0,3}$/,
} as const

/** Holds everything about one thing, or every entry of a kind. */
export function PlaceHold({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [by, setBy] = useState<(typeof ABOUT)[number]>('subject')
  const [about, setAbout] = useState('')
  const [reason, setReason] = useState('')
  const place = usePlaceHold()
  const wrong = about.trim() !== '' && !FITS[by].test(about.trim())
  const ready = about.trim() !== '' && !wrong && reason.trim().length >= LEAST
  return (
    <Modal
      open
      title={t('retention.place')}
      okText={t('retention.place')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: place.isPending }}
      onOk={() =>
        place.mutate({ about: { [by]: about.trim() }, reason: reason.trim() }, { onSuccess: onClose })
      }
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('retention.placeWhy')}</p>
        <Segmented
          aria-label={t('retention.onWhat')}
          value={by}
          onChange={setBy}
          options={ABOUT.map((value) => ({ value, label: t(`retention.aboutBy.${value}`) }))}
        />
        <label htmlFor="hold-about">{t(`retention.aboutLabel.${by}`)}</label>
        <Input
          id="hold-about"
          className="mono"
          value={about}
          maxLength={128}
          autoComplete="off"
          status={wrong ? 'error' : ''}
          aria-describedby="hold-wrong"
          onChange={(event) => setAbout(event.target.value)}
        />
        <p id="hold-wrong" className="no" role="alert">
          {wrong && t(`retention.aboutWrong.${by}`)}
        </p>
        <label htmlFor="hold-reason">{t('common.reason')}</label>
        <Input.TextArea
          id="hold-reason"
          value={reason}
          maxLength={500}
          rows={3}
          onChange={(event) => setReason(event.target.value)}
        />
        {place.error ? <Problem error={place.error} /> : null}
      </div>
    </Modal>
  )
}
