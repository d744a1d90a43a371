import { Redirect, Route, Switch } from 'wouter'

import { AlertScreen } from '../alerts/AlertScreen.tsx'
import { AlertsScreen } from '../alerts/AlertsScreen.tsx'
import { CircleScreen } from '../circles/one/CircleScreen.tsx'
import { CirclesScreen } from '../circles/CirclesScreen.tsx'
import { PrintRecovery } from '../computers/PrintRecovery.tsx'
import { DutyScreen } from '../duty/DutyScreen.tsx'
import { HelpScreen } from '../help/HelpScreen.tsx'
import { IncidentScreen } from '../incidents/IncidentScreen.tsx'
import { IncidentsScreen } from '../incidents/IncidentsScreen.tsx'
import { MeetingScreen } from '../meeting/MeetingScreen.tsx'
import { NetworkScreen } from '../network/NetworkScreen.tsx'
import { MyCardScreen } from '../people/MyCardScreen.tsx'
import { PeopleScreen } from '../people/PeopleScreen.tsx'
import { PersonScreen } from '../people/PersonScreen.tsx'
import { PlanScreen } from '../plans/PlanScreen.tsx'
import { PlansScreen } from '../plans/PlansScreen.tsx'
import { PrivacyScreen } from '../privacy/PrivacyScreen.tsx'
import { JoinScreen } from '../join/JoinScreen.tsx'
import { NewNetworkScreen } from '../start/NewNetworkScreen.tsx'
import { SyncScreen } from '../sync/SyncScreen.tsx'
import { TodayScreen } from '../today/TodayScreen.tsx'
import { PrintTree } from '../print/PrintTree.tsx'
import { PrintWallet } from '../print/PrintWallet.tsx'
import { TreeScreen } from '../tree/TreeScreen.tsx'

/** Which address shows which screen. Addresses hold random ids and nothing that a person wrote. */
export function Routes({ onReport }: { onReport: () => void }) {
  return (
    <Switch>
      <Route path="/today">
        <TodayScreen onReport={onReport} />
      </Route>
      <Route path="/incidents">
        <IncidentsScreen onReport={onReport} />
      </Route>
      <Route path="/incidents/:id">{({ id }) => <IncidentScreen key={id} id={id} />}</Route>
      <Route path="/alerts">
        <AlertsScreen />
      </Route>
      <Route path="/alerts/:id">{({ id }) => <AlertScreen key={id} id={id} />}</Route>
      <Route path="/people">
        <PeopleScreen />
      </Route>
      <Route path="/people/:id">{({ id }) => <PersonScreen key={id} id={id} />}</Route>
      <Route path="/card">
        <MyCardScreen />
      </Route>
      <Route path="/circles">
        <CirclesScreen />
      </Route>
      <Route path="/circles/teams">
        <CirclesScreen part="teams" />
      </Route>
      <Route path="/circles/:id">{({ id }) => <CircleScreen key={id} id={id} />}</Route>
      <Route path="/duty">
        <DutyScreen />
      </Route>
      <Route path="/tree/:alert?">{({ alert }) => <TreeScreen key={alert} alert={alert} />}</Route>
      <Route path="/print/tree/:alert?">{({ alert }) => <PrintTree alert={alert} />}</Route>
      <Route path="/print/recovery">
        <PrintRecovery />
      </Route>
      <Route path="/print/wallet/:alert?">{({ alert }) => <PrintWallet alert={alert} />}</Route>
      <Route path="/plans">
        <PlansScreen />
      </Route>
      <Route path="/plans/:id">{({ id }) => <PlanScreen key={id} id={id} />}</Route>
      <Route path="/meeting/:step?">{({ step }) => <MeetingScreen showNow={step === 'show'} />}</Route>
      <Route path="/network/:part?">{({ part }) => <NetworkScreen part={part} />}</Route>
      <Route path="/sync">
        <SyncScreen />
      </Route>
      <Route path="/privacy">
        <PrivacyScreen />
      </Route>
      <Route path="/help">
        <HelpScreen />
      </Route>
      <Route path="/help/:topic">{({ topic }) => <HelpScreen key={topic} topic={topic} />}</Route>
      <Route path="/join">
        <JoinScreen />
      </Route>
      <Route path="/new">
        <NewNetworkScreen />
      </Route>
      <Route>
        <Redirect to="/today" replace />
      </Route>
    </Switch>
  )
}
