import './contest-final.css'
import { Button, QRCode } from 'antd'
import { useParams } from 'react-router'
import { ApiError } from '../../api/error.ts'
import { useOwnAccount, useOwnFinal } from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'

/** A finalist's own page: the pass for the entrance, the account in the space, the place by lot. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const own = useOwnFinal(id)
  const account = useOwnAccount(id)
  return (
    <Page title={t('contestFinal.own')} sub={t('contestFinal.ownAbout')}>
      {own.error instanceof ApiError && own.error.status === 404 ? (
        <Empty title={t('contestFinal.notFinalist')} hint={t('contestFinal.notFinalistHint')} />
      ) : (
        <Loaded of={own} lines={8}>
          {(data) => (
            <div className="stack">
              <Card title={t('contestFinal.pass')}>
                <div className="pass">
                  {/* Black on white in both themes: scanners read nothing else well. */}
                  <QRCode value={data.pass} size={220} color="#000000" bgColor="#ffffff" />
                  <span className="mono">{data.pass.replaceAll(/(.{4})(?=.)/g, '$1-')}</span>
                  <Chip meaning={data.here ? 'ok' : 'none'}>
                    {data.here
                      ? t('contestFinal.isHere', { zone: data.zone ?? '' })
                      : t('contestFinal.isAway')}
                  </Chip>
                </div>
              </Card>
              <Card title={t('contestFinal.account')}>
                <div className="stack">
                  <Facts
                    one
                    rows={[
                      {
                        key: 'login',
                        name: t('contestFinal.login'),
                        value: <span className="mono">{data.login}</span>,
                      },
                      {
                        key: 'state',
                        name: t('contestFinal.standing'),
                        value: t(`contestFinal.accountState.${data.account}`),
                      },
                      {
                        key: 'place',
                        name: t('contestFinal.placeByLot'),
                        value: data.place === null ? t('contestFinal.notDrawn') : data.place,
                      },
                    ]}
                  />
                  {data.account === 'invited' &&
                    (account.data ? (
                      <LinkButton to={account.data.path} primary>
                        {t('contestFinal.openAccount')}
                      </LinkButton>
                    ) : (
                      <div>
                        <Button
                          type="primary"
                          loading={account.isPending}
                          onClick={() => account.mutate(undefined)}
                        >
                          {t('contestFinal.makeLink')}
                        </Button>
                      </div>
                    ))}
                  {data.account === 'active' && (
                    <LinkButton to="/sign-in">{t('contestFinal.toSpace')}</LinkButton>
                  )}
                  {account.error ? <Problem error={account.error} /> : null}
                </div>
              </Card>
              <LinkButton to={`/hall/${id}/draw`}>{t('contestFinal.howDraw')}</LinkButton>
            </div>
          )}
        </Loaded>
      )}
    </Page>
  )
}
