<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>ActionBar</name>
    <message>
        <source>Other unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>Act</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not delivered: {matter}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Arrangement</name>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what is shown here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CaseLabel</name>
    <message>
        <source>Dispatch → {0}</source>
        <translation>派遣 → {0}</translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message>
        <source>Choose a case in the queue or on the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch to another unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter chooses; the deadline is shown, the next Enter dispatches</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandField</name>
    <message>
        <source>Press / for a number, place, unit or verb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>command field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing found on this desk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>Leave it as it is now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply mine on top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your command did not take effect, and it is not lost. Choose:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other unsent commands are not held up by this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflict: your “{verb}” met another deed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your command is recorded as not carried out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{verb}” is issued anew, on what stands there now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yours {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lead unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeadlineBar</name>
    <message>
        <source>now {0}</source>
        <translation>现在 {0}</translation>
    </message>
    <message>
        <source>due {0}</source>
        <translation>截止 {0}</translation>
    </message>
</context>
<context>
    <name>DecidePane</name>
    <message>
        <source>Dispatch → {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposal for the re-dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No proposal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen by you instead of the proposal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatched now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{limit} to handle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{left} of it left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holidays not counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weekend not counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holidays of that year are not listed yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FactsPane</name>
    <message>
        <source>unit grid {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside every grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>responsibility grid {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came back: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filing condition {no}: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hotline no. {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeyOverlay</name>
    <message>
        <source>keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters are taken by their place on the keyboard; any key closes this</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LocalList</name>
    <message>
        <source>Conflicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>? keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dispatched here since the start: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>synthetic data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Griddesk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} commands are not sent yet. They stay on this desk&apos;s disk and are sent at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MapLink</name>
    <message>
        <source>as of {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>all in view</source>
        <translation>全部在图中</translation>
    </message>
    <message>
        <source>{0} in view</source>
        <translation>图中 {0}</translation>
    </message>
    <message>
        <source>{0} open</source>
        <translation>在办 {0}</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>{verb} → {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verb} is not possible: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recall {0} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutboxPanel</name>
    <message>
        <source>sent in this order; on this desk&apos;s disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unsent {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>oldest {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recall {0} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>Preparing the map</source>
        <translation>正在准备地图</translation>
    </message>
    <message>
        <source>synthetic data</source>
        <translation>合成数据</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>在办量</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>超时率</translation>
    </message>
    <message>
        <source>Resp. grids</source>
        <translation>责任网格</translation>
    </message>
    <message>
        <source>What the colours say</source>
        <translation>颜色表示</translation>
    </message>
    <message>
        <source>Street names</source>
        <translation>路名</translation>
    </message>
    <message>
        <source>Cases in time</source>
        <translation>未超时案卷</translation>
    </message>
    <message>
        <source>Suspended cases</source>
        <translation>挂账案卷</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大（+）</translation>
    </message>
    <message>
        <source>Zoom out (-)</source>
        <translation>缩小（-）</translation>
    </message>
    <message>
        <source>Whole city (Home)</source>
        <translation>全市（Home）</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>open / grid</source>
        <translation>在办/格</translation>
    </message>
    <message>
        <source>overdue % / resp. grid</source>
        <translation>超时率 %/责任网格</translation>
    </message>
    <message>
        <source>open / resp. grid</source>
        <translation>在办/责任网格</translation>
    </message>
</context>
<context>
    <name>PhotoField</name>
    <message>
        <source>Add photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: larger than 20 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: no photo; JPEG, PNG or WebP expected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matter · place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>merge in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queue: {list}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first}–{last} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the cases that this desk remembers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No case in this list fits the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{list}: nothing to do. New cases appear here; urgent ones sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} new, most urgent {left}; held while you work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dispatch goes on; commands are kept here and sent in order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} new (.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data as of {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>lists</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RailModel</name>
    <message>
        <source>This desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Supervision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeatMenu</name>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in at this desk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Synthetic city. Dispatcher wang, acceptor chen, shift leader zhao, supervisor liu; password {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name and password are needed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>alerts {n} / {most} (last 10 min)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unsent {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conflicts {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clock {0} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected · {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this desk is not enrolled; read-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server of another version; read-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next try in {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no data yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data {0} old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data as of {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>not here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Griddesk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F5 Desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F6 Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F7 Watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layouts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>synthetic data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Urgent only</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UnitPicker</name>
    <message>
        <source>name, initials or code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>units found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VerbForm</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is missing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
