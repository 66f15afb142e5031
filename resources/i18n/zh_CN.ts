<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AlarmWindow</name>
    <message>
        <source>Alarms of machines</source>
        <translation>机器告警</translation>
    </message>
    <message>
        <source>picture of the alarm</source>
        <translation>告警画面</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>采纳</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>判为误报</translation>
    </message>
    <message>
        <source>Show the case</source>
        <translation>查看案卷</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>why it is rejected</source>
        <translation>误报原因</translation>
    </message>
    <message>
        <source>alarms to review</source>
        <translation>待复核告警</translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>and {n} more</source>
        <translation>另有 {n} 件</translation>
    </message>
    <message>
        <source>Call back at {at} ({late})</source>
        <translation>约 {at} 回电（{late}）</translation>
    </message>
    <message>
        <source>Call back at {at}</source>
        <translation>约 {at} 回电</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>处理</translation>
    </message>
</context>
<context>
    <name>Alike</name>
    <message>
        <source>Similar cases nearby</source>
        <translation>附近相似案件</translation>
    </message>
    <message>
        <source>Reported from this number before</source>
        <translation>该号码此前的上报</translation>
    </message>
    <message>
        <source>Similar within {0} m: is it one of these?</source>
        <translation>{0} 米内的相似案件：是否其中之一？</translation>
    </message>
    <message>
        <source>Earlier reports of this number: not known without a line</source>
        <translation>离线时查不到该号码此前的上报</translation>
    </message>
    <message numerus="yes">
        <source>%n earlier report(s) from this number</source>
        <translation>
            <numerusform>该号码此前上报 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>First report from this number</source>
        <translation>该号码首次上报</translation>
    </message>
</context>
<context>
    <name>AreaDialog</name>
    <message>
        <source>Take it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>Arrangement</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案卷</translation>
    </message>
    <message>
        <source>what is shown here</source>
        <translation>此处显示</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>Asides</name>
    <message>
        <source>This case has no photo</source>
        <translation>此案卷没有照片</translation>
    </message>
</context>
<context>
    <name>CallWords</name>
    <message>
        <source>no number known</source>
        <translation>无电话</translation>
    </message>
</context>
<context>
    <name>Calls</name>
    <message>
        <source>Calls</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>New call</source>
        <translation>新来电</translation>
    </message>
</context>
<context>
    <name>Candidates</name>
    <message>
        <source>Places that this address may mean</source>
        <translation>地址可能指的地点</translation>
    </message>
    <message>
        <source>sure</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>很可能</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>CaseForms</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Dispatch to another unit</source>
        <translation>派遣到其他单位</translation>
    </message>
    <message>
        <source>Enter chooses; the deadline is shown, the next Enter dispatches</source>
        <translation>回车选定并显示截止时间，再按回车派遣</translation>
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
    <name>CasePages</name>
    <message>
        <source>Choose a case in the queue or on the map</source>
        <translation>在队列或地图上选择案卷</translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message>
        <source>In place of a photo that did not reach the centre</source>
        <translation>补传：原照片未能送到中心</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>goes to “{stage}”</source>
        <translation>转到“{stage}”</translation>
    </message>
    <message>
        <source>{stage}, proposed next: {unit}</source>
        <translation>{stage}，将建议派 {unit}</translation>
    </message>
    <message>
        <source>all clocks stand still until {at} ({left}), then they go on by themselves</source>
        <translation>全部停表至 {at}（{left}），到期自动恢复计时</translation>
    </message>
    <message>
        <source>all clocks go on now</source>
        <translation>即刻恢复计时</translation>
    </message>
    <message>
        <source>{unit}: {stage}</source>
        <translation>{unit}：{stage}</translation>
    </message>
    <message>
        <source>{due}, as before</source>
        <translation>{due} 不变</translation>
    </message>
    <message>
        <source>{unit} due {before} → {after}</source>
        <translation>{unit} 截止 {before} → {after}</translation>
    </message>
    <message>
        <source>taken out of the on-time counts</source>
        <translation>不计入按期统计</translation>
    </message>
    <message>
        <source>counts: {what}</source>
        <translation>计入：{what}</translation>
    </message>
</context>
<context>
    <name>ChargePane</name>
    <message>
        <source>Reason for looking</source>
        <translation>查看原因</translation>
    </message>
</context>
<context>
    <name>CheckLine</name>
    <message>
        <source>Somebody else …</source>
        <translation>换人…</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>your command is recorded as not carried out</source>
        <translation>您的命令记为“未生效”</translation>
    </message>
    <message>
        <source>{unit} keeps the case</source>
        <translation>{unit}继续主办</translation>
    </message>
    <message>
        <source>Leave it as it is now</source>
        <translation>以中心为准</translation>
    </message>
    <message>
        <source>Apply mine on top</source>
        <translation>在现状上再办一次</translation>
    </message>
    <message>
        <source>not possible: {why}</source>
        <translation>现在不能：{why}</translation>
    </message>
    <message>
        <source>the command is recorded as not carried out</source>
        <translation>此命令记为未执行</translation>
    </message>
    <message>
        <source>Issue it in my name</source>
        <translation>以本人名义重新办理</translation>
    </message>
    <message>
        <source>“{verb}” is issued anew, on what stands there now</source>
        <translation>按现在的状态重新发出“{verb}”</translation>
    </message>
    <message>
        <source>decided on the conflict card</source>
        <translation>断线期间已派，冲突处理时改派</translation>
    </message>
    <message>
        <source>{other} is told to stop, a full limit begins</source>
        <translation>通知{other}停办，重新起算全部时限</translation>
    </message>
    <message>
        <source>{other} keeps the lead</source>
        <translation>{other}仍为主办</translation>
    </message>
    <message>
        <source>Re-assign to {unit}</source>
        <translation>改派给{unit}</translation>
    </message>
    <message>
        <source>Add {unit} as helper</source>
        <translation>加{unit}为协办</translation>
    </message>
</context>
<context>
    <name>ClosingBoxes</name>
    <message>
        <source>Filed for: {0}</source>
        <translation>立案条件：{0}</translation>
    </message>
    <message>
        <source>Closing conditions</source>
        <translation>结案条件</translation>
    </message>
</context>
<context>
    <name>CommandField</name>
    <message>
        <source>Press / for a number, place, unit or verb</source>
        <translation>按 / 输入案号、地点、单位、命令</translation>
    </message>
    <message>
        <source>command field</source>
        <translation>命令栏</translation>
    </message>
    <message>
        <source>what was found</source>
        <translation>查到的</translation>
    </message>
    <message>
        <source>nothing found on this desk</source>
        <translation>本机未查到</translation>
    </message>
    <message>
        <source>List {0}</source>
        <translation>列表 {0}</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>before</source>
        <translation>处置前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>处置后</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>处置前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>处置后</translation>
    </message>
    <message>
        <source>B blinks   W swipes</source>
        <translation>B 闪切   W 卷帘</translation>
    </message>
    <message>
        <source>no photo from before</source>
        <translation>没有处置前照片</translation>
    </message>
    <message>
        <source>no photo of the work yet</source>
        <translation>还没有处置后照片</translation>
    </message>
    <message>
        <source>zoom {0} %</source>
        <translation>缩放 {0}%</translation>
    </message>
    <message>
        <source>Draw rectangles on the photo; Backspace takes the last away, T ends</source>
        <translation>在照片上拖出方框；退格删除最后一个，T 结束</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Not done: your “{verb}”</source>
        <translation>没有生效：您的“{verb}”</translation>
    </message>
    <message>
        <source>Conflict: “{verb}” by {who} met another deed</source>
        <translation>冲突：{who}的“{verb}”与他人的处理相遇</translation>
    </message>
    <message>
        <source>Not done: “{verb}” by {who}</source>
        <translation>没有生效：{who}的“{verb}”</translation>
    </message>
    <message>
        <source>Conflict: your “{verb}” met another deed</source>
        <translation>冲突：您的“{verb}”与他人的处理相遇</translation>
    </message>
</context>
<context>
    <name>ConflictChoices</name>
    <message>
        <source>Your command did not take effect, and it is not lost. Choose:</source>
        <translation>您的命令没有生效，也没有丢失。选一种处理：</translation>
    </message>
    <message>
        <source>The command did not take effect, and it is not lost. Choose:</source>
        <translation>这条命令没有生效，也没有丢失。请选择：</translation>
    </message>
</context>
<context>
    <name>Consequences</name>
    <message>
        <source>not possible: {why}</source>
        <translation>现在不能：{why}</translation>
    </message>
</context>
<context>
    <name>CoordinationPane</name>
    <message>
        <source>Came back</source>
        <translation>反复发生</translation>
    </message>
    <message>
        <source>Closed here {n} times within {days} days.</source>
        <translation>{days} 天内此处同类已结案 {n} 次。</translation>
    </message>
    <message>
        <source>Cause: {words}</source>
        <translation>根因：{words}</translation>
    </message>
    <message>
        <source>against it: {words}</source>
        <translation>措施：{words}</translation>
    </message>
    <message>
        <source>Its cause is asked for.</source>
        <translation>要求查找根因。</translation>
    </message>
    <message>
        <source>Coordination ledger</source>
        <translation>协调台账</translation>
    </message>
    <message>
        <source>Promised by {at}, and not noted as kept</source>
        <translation>约定 {at} 前完成，尚未记录兑现</translation>
    </message>
    <message>
        <source>Promised by {at}</source>
        <translation>约定 {at} 前完成</translation>
    </message>
    <message>
        <source>{n} earlier entries</source>
        <translation>更早的记录 {n} 条</translation>
    </message>
    <message>
        <source>Closed {at}: {words}</source>
        <translation>{at} 归档：{words}</translation>
    </message>
    <message>
        <source>by {at}</source>
        <translation>{at} 前</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>已兑现</translation>
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
        <source>{deed}: {brings}</source>
        <translation>{deed}：{brings}</translation>
    </message>
    <message>
        <source>Dispatch → {unit}</source>
        <translation>派遣 → {unit}</translation>
    </message>
    <message>
        <source>Proposal for the re-dispatch</source>
        <translation>建议再次派遣</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>建议派遣</translation>
    </message>
    <message>
        <source>No proposal</source>
        <translation>无建议</translation>
    </message>
    <message>
        <source>lead</source>
        <translation>主办</translation>
    </message>
    <message>
        <source>Chosen by you instead of the proposal.</source>
        <translation>由您选定，替代建议。</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>{limit} to handle</source>
        <translation>处置限 {limit}</translation>
    </message>
    <message>
        <source>If dispatched now</source>
        <translation>现在派遣</translation>
    </message>
    <message>
        <source>{left} of it left</source>
        <translation>尚余 {left}</translation>
    </message>
    <message>
        <source>holidays not counted</source>
        <translation>节假日不计</translation>
    </message>
    <message>
        <source>weekend not counted</source>
        <translation>周末不计</translation>
    </message>
    <message>
        <source>holidays of that year are not listed yet</source>
        <translation>该年节假日尚未公布</translation>
    </message>
</context>
<context>
    <name>DeedButtons</name>
    <message>
        <source>Other unit</source>
        <translation>其他单位</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>Drawing</name>
    <message>
        <source>Corner here</source>
        <translation>在此加角点</translation>
    </message>
    <message>
        <source>Move it here</source>
        <translation>移到此处</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>删除角点</translation>
    </message>
    <message>
        <source>Next corner</source>
        <translation>下一角点</translation>
    </message>
    <message>
        <source>A click says who is responsible there</source>
        <translation>点击地图，显示该处由谁负责</translation>
    </message>
    <message>
        <source>{0} corners: a click adds one, on a corner it marks it; the keys work at the cross</source>
        <translation>{0} 个角点：点击添加，点在角点上即选中；按键在十字处操作</translation>
    </message>
</context>
<context>
    <name>DrillWindow</name>
    <message>
        <source>Outage drill</source>
        <translation>断网演练</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>how long</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Begin the drill</source>
        <translation>开始演练</translation>
    </message>
    <message>
        <source>End the drill</source>
        <translation>结束演练</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Drills so far</source>
        <translation>以往演练</translation>
    </message>
    <message>
        <source>This desk works as if the server could not be reached: nothing goes out and nothing comes in. What you do is real and goes out in order when the drill ends. A real urgent case, or a real loss of the line, ends it at once.</source>
        <translation>本机像连不上服务器一样工作：不发出，也不接收。所做操作都是真实的，演练结束后按顺序发出。有真实紧急案卷，或线路真的中断，演练立即结束。</translation>
    </message>
    <message>
        <source>Drill · {0} left</source>
        <translation>演练 · 剩 {0}</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <source>Open the report of {0}</source>
        <translation>打开 {0} 的报告</translation>
    </message>
</context>
<context>
    <name>DutyWindow</name>
    <message>
        <source>Who is responsible</source>
        <translation>责任设定</translation>
    </message>
    <message>
        <source>which lines</source>
        <translation>条目类型</translation>
    </message>
    <message>
        <source>find: unit, place, matter, number</source>
        <translation>查找：单位、地点、案由、编号</translation>
    </message>
    <message>
        <source>find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>As in force</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>画范围</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>条目</translation>
    </message>
</context>
<context>
    <name>Enrol</name>
    <message>
        <source>Enrol this desk again</source>
        <translation>重新登记本席位</translation>
    </message>
    <message>
        <source>Enrolment code</source>
        <translation>登记码</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The server at {address} does not know this desk. Its administrator gives you a code.</source>
        <translation>服务器 {address} 不认识本席位。请向管理员要一个登记码。</translation>
    </message>
    <message>
        <source>What waits here ({n}) is kept, and goes out in order once the desk is enrolled.</source>
        <translation>有 {n} 条命令待发送：都留在本机，登记后按顺序发出。</translation>
    </message>
    <message>
        <source>No command waits here.</source>
        <translation>没有待发送的命令。</translation>
    </message>
    <message>
        <source>a code is needed</source>
        <translation>请填写登记码</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>in time</source>
        <translation>按期</translation>
    </message>
    <message>
        <source>late</source>
        <translation>超期</translation>
    </message>
    <message>
        <source>{unit} reported done {at}</source>
        <translation>{unit} {at} 反馈</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>{photo}: {words}</source>
        <translation>{photo}：{words}</translation>
    </message>
    <message>
        <source>field check: {result} {at}</source>
        <translation>核查：{result} {at}</translation>
    </message>
    <message>
        <source>a field check is out since {at}</source>
        <translation>核查已于 {at} 发出</translation>
    </message>
</context>
<context>
    <name>FactsPane</name>
    <message>
        <source>unit grid {0}</source>
        <translation>单元网格 {0}</translation>
    </message>
    <message>
        <source>outside every grid</source>
        <translation>不在任何网格内</translation>
    </message>
    <message>
        <source>responsibility grid {0}</source>
        <translation>责任网格 {0}</translation>
    </message>
    <message>
        <source>Came back: {0}</source>
        <translation>返回原因：{0}</translation>
    </message>
    <message>
        <source>filing condition {no}: {words}</source>
        <translation>立案条件 {no}：{words}</translation>
    </message>
    <message>
        <source>hotline no. {0}</source>
        <translation>热线工单 {0}</translation>
    </message>
    <message>
        <source>the full history is not here, and the server is not reachable</source>
        <translation>完整的办理经过不在本机，中心暂时连不上</translation>
    </message>
    <message>
        <source>history as of {0}</source>
        <translation>办理经过截至 {0}</translation>
    </message>
</context>
<context>
    <name>FaultRow</name>
    <message>
        <source>Show the case</source>
        <translation>查看案卷</translation>
    </message>
</context>
<context>
    <name>Forcing</name>
    <message>
        <source>What would change</source>
        <translation>试算影响</translation>
    </message>
    <message>
        <source>reason: who ordered it, by which paper</source>
        <translation>理由：依据文件、批准人</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>nothing drawn up</source>
        <translation>没有改动</translation>
    </message>
</context>
<context>
    <name>GuideStrip</name>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Do not show again</source>
        <translation>不再显示</translation>
    </message>
    <message>
        <source>First steps {0} / {1}</source>
        <translation>入门 {0} / {1}</translation>
    </message>
</context>
<context>
    <name>HandoverLines</name>
    <message>
        <source>{n} open</source>
        <translation>{n} 件在办</translation>
    </message>
    <message>
        <source>{n} not delivered</source>
        <translation>{n} 件未送达</translation>
    </message>
</context>
<context>
    <name>HandoverWindow</name>
    <message>
        <source>Hand-over files for units</source>
        <translation>单位交接文件</translation>
    </message>
    <message>
        <source>Units with open cases</source>
        <translation>有在办案卷的单位</translation>
    </message>
    <message>
        <source>What the reply came to</source>
        <translation>回执导入结果</translation>
    </message>
    <message>
        <source>Save its file …</source>
        <translation>保存交接文件 …</translation>
    </message>
    <message>
        <source>Read a reply file …</source>
        <translation>读取回执 …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No unit has an open case.</source>
        <translation>没有单位有在办案卷。</translation>
    </message>
    <message>
        <source>For a unit that its terminal does not reach: one signed page with its cases, photos included. The unit marks there what it signs and what is done, and saves a reply file, which is read here.</source>
        <translation>用于终端送达不了的单位：一个签发的网页文件，含其全部在办案卷和照片。单位在其中标记签收和处置完毕，并保存回执；回执在此读取。</translation>
    </message>
    <message>
        <source>Save the hand-over file</source>
        <translation>保存交接文件</translation>
    </message>
    <message>
        <source>Read a reply file</source>
        <translation>读取回执</translation>
    </message>
    <message>
        <source>Reply files</source>
        <translation>回执文件</translation>
    </message>
</context>
<context>
    <name>Inset</name>
    <message>
        <source>map around the case</source>
        <translation>案点周边地图</translation>
    </message>
</context>
<context>
    <name>InstantField</name>
    <message>
        <source>now; or 09:05, -10m</source>
        <translation>默认现在；或 09:05</translation>
    </message>
    <message>
        <source>no time or date that can be read</source>
        <translation>无法识别的时间</translation>
    </message>
</context>
<context>
    <name>IntakeForm</name>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Who reported it: sealed, shown only on request with a reason</source>
        <translation>举报人：加密保存，凭理由查看</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Missing: what was reported</source>
        <translation>必填：上报内容</translation>
    </message>
    <message>
        <source>No coordinates in this datum: expected latitude and longitude in degrees</source>
        <translation>不是该坐标系的坐标：应为以度表示的纬度和经度</translation>
    </message>
    <message>
        <source>Missing: an address, coordinates or a click on the map</source>
        <translation>必填：地址、坐标，或在地图上点选</translation>
    </message>
    <message>
        <source>Register a report</source>
        <translation>登记上报</translation>
    </message>
</context>
<context>
    <name>KeyOverlay</name>
    <message>
        <source>keys</source>
        <translation>键位</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键位</translation>
    </message>
    <message>
        <source>Letters are taken by their place on the keyboard; any key closes this</source>
        <translation>字母按键盘位置识别；按任意键关闭</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>{n} commands are not sent yet. They stay on this desk&apos;s disk and are sent at the next start.</source>
        <translation>还有 {n} 条命令未发送。它们保存在本机，下次启动后发送。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
</context>
<context>
    <name>LimitWords</name>
    <message>
        <source>{limit} to handle</source>
        <translation>处置限 {limit}</translation>
    </message>
    <message>
        <source>if dispatched now, due {at}</source>
        <translation>现在派遣则截止 {at}</translation>
    </message>
</context>
<context>
    <name>LocalList</name>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>No conflicts. A command that met another deed waits here for your decision</source>
        <translation>没有冲突。与他人的处理相遇的命令在这里等您决定</translation>
    </message>
    <message>
        <source>Nothing unsent. What is done without a line is kept here and sent in order</source>
        <translation>没有待发送的命令。断线时的操作记在这里，恢复后按序送出</translation>
    </message>
</context>
<context>
    <name>MainLink</name>
    <message>
        <source>The main window follows this one</source>
        <translation>主窗口跟随本窗口</translation>
    </message>
    <message>
        <source>The main window goes its own way</source>
        <translation>主窗口不再跟随</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>? keys</source>
        <translation>? 键位</translation>
    </message>
    <message>
        <source>synthetic data</source>
        <translation>合成数据</translation>
    </message>
    <message>
        <source>Griddesk</source>
        <translation>网格派遣台</translation>
    </message>
</context>
<context>
    <name>MapLink</name>
    <message>
        <source>as of {0}</source>
        <translation>截至 {0}</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
</context>
<context>
    <name>Mine</name>
    <message>
        <source>dispatched here since the start: {0}</source>
        <translation>本次开机已派 {0}</translation>
    </message>
</context>
<context>
    <name>NextStep</name>
    <message>
        <source>Look here: {0}</source>
        <translation>需留意：{0}</translation>
    </message>
</context>
<context>
    <name>NoticeLog</name>
    <message>
        <source>Nothing was said yet</source>
        <translation>尚无提示</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>{verb} → {unit}</source>
        <translation>{verb} → {unit}</translation>
    </message>
    <message>
        <source>due {0}</source>
        <translation>截止 {0}</translation>
    </message>
    <message>
        <source>{verb} is not possible: {why}</source>
        <translation>不能{verb}：{why}</translation>
    </message>
    <message>
        <source>possible: {verbs}</source>
        <translation>可做：{verbs}</translation>
    </message>
    <message>
        <source>recall {0} s</source>
        <translation>撤回 {0} 秒</translation>
    </message>
    <message>
        <source>{n} more</source>
        <translation>还有 {n} 条</translation>
    </message>
    <message>
        <source>sent in {0} s</source>
        <translation>{0} 秒后送出</translation>
    </message>
</context>
<context>
    <name>OldCommands</name>
    <message>
        <source>{n} commands lay unsent for more than 12 hours. Do they still hold?</source>
        <translation>有 {n} 条命令 12 小时以上未发出：现在还办吗？</translation>
    </message>
    <message>
        <source>oldest {first} · latest {last} · {cases} cases</source>
        <translation>最早 {first} · 最近 {last} · 涉及 {cases} 件案件</translation>
    </message>
    <message>
        <source>Send {n}</source>
        <translation>发送 {n}</translation>
    </message>
    <message>
        <source>Really drop {n}</source>
        <translation>确认放弃 {n}</translation>
    </message>
    <message>
        <source>Drop {n}</source>
        <translation>放弃 {n}</translation>
    </message>
    <message>
        <source>Dropped commands are never sent: the cases stay as the server has them. Press once more.</source>
        <translation>放弃的命令不再发出，案件保持服务器上的样子。再按一次即放弃。</translation>
    </message>
    <message>
        <source>Sent commands are judged by what the cases are now; what fits no more becomes a conflict.</source>
        <translation>发送后按案件现状裁定；不再适用的转为冲突，由您处理。</translation>
    </message>
</context>
<context>
    <name>OutboxPanel</name>
    <message>
        <source>sent in this order; on this desk&apos;s disk</source>
        <translation>按此顺序送出，已写入本机磁盘</translation>
    </message>
    <message>
        <source>unsent {0}</source>
        <translation>待发送 {0}</translation>
    </message>
    <message>
        <source>oldest {0}</source>
        <translation>最早 {0}</translation>
    </message>
    <message>
        <source>recall {0} s</source>
        <translation>撤回 {0} 秒</translation>
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
    <name>PaperWindow</name>
    <message>
        <source>Forms on paper</source>
        <translation>纸质表单</translation>
    </message>
    <message>
        <source>Forms of this case</source>
        <translation>本案卷的表单</translation>
    </message>
    <message>
        <source>How it is printed</source>
        <translation>打印效果</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Save as PDF …</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Save the document …</source>
        <translation>另存为文档…</translation>
    </message>
    <message>
        <source>With the reporter …</source>
        <translation>显示反映人…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Reason, kept on record; Enter shows</source>
        <translation>查看原因（留痕）；回车查看</translation>
    </message>
    <message>
        <source>Reason for looking</source>
        <translation>查看原因</translation>
    </message>
    <message>
        <source>Choose a case in the queue first.</source>
        <translation>请先在列表中选择案卷。</translation>
    </message>
    <message>
        <source>This city has no forms.</source>
        <translation>本市没有配置表单。</translation>
    </message>
    <message>
        <source>There is no form for this case yet: it was not dispatched.</source>
        <translation>该案卷尚未派遣，还没有表单。</translation>
    </message>
    <message>
        <source>Save the form</source>
        <translation>保存表单</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
</context>
<context>
    <name>PhotoChoice</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>{0}: larger than 20 MB</source>
        <translation>{0}：超过 20 MB</translation>
    </message>
    <message>
        <source>{0}: cannot be read</source>
        <translation>{0}：无法读取</translation>
    </message>
    <message>
        <source>{0}: no photo; JPEG, PNG or WebP expected</source>
        <translation>{0}：不是照片，应为 JPEG、PNG 或 WebP</translation>
    </message>
</context>
<context>
    <name>PhotoField</name>
    <message>
        <source>Add photos</source>
        <translation>添加照片</translation>
    </message>
</context>
<context>
    <name>PhotoPane</name>
    <message>
        <source>the photo is not on this desk; it is fetched when the line is back</source>
        <translation>照片不在本机，线路恢复后取回</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>载入中</translation>
    </message>
    <message>
        <source>mark {0}</source>
        <translation>标注 {0}</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>全图</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>photo {at} of {total}</source>
        <translation>第 {at} 张，共 {total} 张</translation>
    </message>
    <message>
        <source>zoom {0} %</source>
        <translation>缩放 {0}%</translation>
    </message>
</context>
<context>
    <name>PhotosOutLine</name>
    <message>
        <source>Add again</source>
        <translation>重新添加</translation>
    </message>
    <message>
        <source>Do without</source>
        <translation>不再补传</translation>
    </message>
</context>
<context>
    <name>PlaceField</name>
    <message>
        <source>a crossing, a house number …</source>
        <translation>路口、门牌号……</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>GCJ-02 (Amap, Tencent)</source>
        <translation>GCJ-02（高德、腾讯）</translation>
    </message>
    <message>
        <source>BD-09 (Baidu)</source>
        <translation>BD-09（百度）</translation>
    </message>
    <message>
        <source>34.7418, 113.6127, or click the map</source>
        <translation>34.7418, 113.6127，或点选地图</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) fit: choose one with the arrows and Enter</source>
        <translation>
            <numerusform>%n 处符合：用方向键和 Enter 选定</numerusform>
        </translation>
    </message>
    <message>
        <source>not found by these words: click the map, or enter coordinates</source>
        <translation>按文字未找到：点选地图或输入坐标</translation>
    </message>
    <message>
        <source>outside every grid: it is kept in a list of its own</source>
        <translation>不在任何网格内：存入单独列表</translation>
    </message>
    <message>
        <source>unit grid {0}</source>
        <translation>单元网格 {0}</translation>
    </message>
    <message>
        <source>no such component within {0} m: owner unknown</source>
        <translation>{0} 米内没有此类部件：权属不明</translation>
    </message>
    <message>
        <source>owner unknown</source>
        <translation>权属不明</translation>
    </message>
    <message>
        <source>component {0}, {1} m away: {2}</source>
        <translation>部件 {0}，距 {1} 米：{2}</translation>
    </message>
</context>
<context>
    <name>QueueHead</name>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Source: {0}</source>
        <translation>来源 {0}</translation>
    </message>
    <message>
        <source>Area: {0}</source>
        <translation>片区 {0}</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Matter · place</source>
        <translation>案由 · 地点</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>queue: {list}</source>
        <translation>队列：{list}</translation>
    </message>
    <message>
        <source>{first}–{last} of {total}</source>
        <translation>第 {first}–{last} 件，共 {total}</translation>
    </message>
    <message>
        <source>no cases</source>
        <translation>无案卷</translation>
    </message>
    <message>
        <source>Loading the cases that this desk remembers</source>
        <translation>正在载入本机保存的案卷</translation>
    </message>
    <message>
        <source>No case in this list fits the filter</source>
        <translation>此列表中没有符合筛选的案卷</translation>
    </message>
    <message>
        <source>No cases have come to this desk yet</source>
        <translation>本席位尚未收到案卷</translation>
    </message>
    <message>
        <source>{list}: shown after sign-in</source>
        <translation>{list}：登录后显示</translation>
    </message>
    <message>
        <source>{list}: nothing to do. New cases appear here; urgent ones sound</source>
        <translation>{list}：没有待办案卷。新案到达后显示在此，紧急案卷有提示音</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>lists</source>
        <translation>列表</translation>
    </message>
</context>
<context>
    <name>RailModel</name>
    <message>
        <source>This desk</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Supervision</source>
        <translation>监督</translation>
    </message>
    <message>
        <source>Oversight</source>
        <translation>监督考评</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>指挥</translation>
    </message>
    <message>
        <source>{0}   Ctrl + digit</source>
        <translation>{0}   Ctrl + 数字</translation>
    </message>
    <message>
        <source>Unsent</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
</context>
<context>
    <name>RecallWords</name>
    <message>
        <source>Enter takes the check back, Esc leaves it</source>
        <translation>按 Enter 收回，按 Esc 放弃</translation>
    </message>
    <message>
        <source>why the check is taken back</source>
        <translation>收回核查的原因</translation>
    </message>
    <message>
        <source>Take the check back: why?</source>
        <translation>收回核查的原因</translation>
    </message>
</context>
<context>
    <name>ReporterLine</name>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Reason, kept on record; Enter shows</source>
        <translation>查看原因（留痕）；回车查看</translation>
    </message>
    <message>
        <source>Reason for looking</source>
        <translation>查看原因</translation>
    </message>
    <message>
        <source>Reporter: ***  ***-****-****</source>
        <translation>报告人：***  ***-****-****</translation>
    </message>
    <message>
        <source>Reporter: {0}</source>
        <translation>报告人：{0}</translation>
    </message>
</context>
<context>
    <name>RequestCard</name>
    <message>
        <source>{unit} asks: {kind}</source>
        <translation>{unit}申请{kind}</translation>
    </message>
    <message>
        <source>until {at}</source>
        <translation>至 {at}</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>decided by: {who}</source>
        <translation>审批：{who}</translation>
    </message>
</context>
<context>
    <name>ReviewHead</name>
    <message>
        <source>synthetic data</source>
        <translation>合成数据</translation>
    </message>
    <message>
        <source>F8 Desk</source>
        <translation>F8 派遣席</translation>
    </message>
    <message>
        <source>Nothing to review</source>
        <translation>没有待核查案卷</translation>
    </message>
    <message>
        <source>synth.</source>
        <translation>合成</translation>
    </message>
    <message>
        <source>Read only · sign in</source>
        <translation>只读 · 登录</translation>
    </message>
</context>
<context>
    <name>ReviewLine</name>
    <message>
        <source>T mark</source>
        <translation>T 标注</translation>
    </message>
    <message>
        <source>U recall</source>
        <translation>U 撤回</translation>
    </message>
    <message>
        <source>L main window follows</source>
        <translation>L 联动主窗</translation>
    </message>
    <message>
        <source>← → cases</source>
        <translation>← → 上下件</translation>
    </message>
    <message>
        <source>? keys</source>
        <translation>? 键位</translation>
    </message>
</context>
<context>
    <name>ReviewSide</name>
    <message>
        <source>What is known</source>
        <translation>已知情况</translation>
    </message>
    <message>
        <source>B</source>
        <translation>前</translation>
    </message>
    <message>
        <source>A</source>
        <translation>后</translation>
    </message>
    <message>
        <source>Reject: R, then a number</source>
        <translation>不通过：R + 数字</translation>
    </message>
    <message>
        <source>A number chooses the reason, Esc goes back</source>
        <translation>按数字选原因，Esc 返回</translation>
    </message>
    <message>
        <source>Sign in at this seat</source>
        <translation>登录本席</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>不通过</translation>
    </message>
    <message>
        <source>Field check</source>
        <translation>发核查</translation>
    </message>
    <message>
        <source>Take the check back</source>
        <translation>收回核查</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>You dispatched this case: somebody else gives the verdict</source>
        <translation>本案由您派遣：须由他人判定</translation>
    </message>
    <message>
        <source>A field check is out: the verdict waits for its answer</source>
        <translation>现场核查已发出：等采集员答复后才能判定</translation>
    </message>
</context>
<context>
    <name>ReviewWindow</name>
    <message>
        <source>Griddesk · review</source>
        <translation>网格派遣台 · 核查</translation>
    </message>
    <message>
        <source>Sign in at the review seat</source>
        <translation>登录核查席</translation>
    </message>
</context>
<context>
    <name>SeatMenu</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Take a role …</source>
        <translation>接管角色…</translation>
    </message>
    <message>
        <source>Training so far …</source>
        <translation>训练进展…</translation>
    </message>
    <message>
        <source>Train for an hour …</source>
        <translation>训练一小时…</translation>
    </message>
    <message>
        <source>Hand-over list …</source>
        <translation>交接清单 …</translation>
    </message>
    <message>
        <source>Forms on paper …</source>
        <translation>纸质表单…</translation>
    </message>
    <message>
        <source>Hand-over files for units …</source>
        <translation>单位交接文件 …</translation>
    </message>
    <message>
        <source>Who is responsible …</source>
        <translation>责任设定 …</translation>
    </message>
    <message>
        <source>Enrol this desk again …</source>
        <translation>重新登记本席位…</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>曾经提示</translation>
    </message>
    <message>
        <source>Show the first steps</source>
        <translation>显示入门步骤</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Alarms of machines …</source>
        <translation>机器告警 …</translation>
    </message>
    <message>
        <source>Take in a file of reports …</source>
        <translation>导入上报文件 …</translation>
    </message>
    <message>
        <source>End the outage drill</source>
        <translation>结束断网演练</translation>
    </message>
    <message>
        <source>Outage drill …</source>
        <translation>断网演练 …</translation>
    </message>
    <message>
        <source>Sign in at this desk</source>
        <translation>登录派遣席</translation>
    </message>
</context>
<context>
    <name>SheetWindow</name>
    <message>
        <source>Take in a file of reports</source>
        <translation>导入上报文件</translation>
    </message>
    <message>
        <source>form of the file</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>rows that are wrong</source>
        <translation>有误的行</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>选择文件 …</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Tables (*.csv *.xlsx *.txt)</source>
        <translation>表格文件 (*.csv *.xlsx *.txt)</translation>
    </message>
</context>
<context>
    <name>ShiftWindow</name>
    <message>
        <source>Hand-over list</source>
        <translation>交接清单</translation>
    </message>
    <message>
        <source>I have the desk</source>
        <translation>确认接班</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Open the PDF</source>
        <translation>打开 PDF</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show: {0}</source>
        <translation>查看：{0}</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Synthetic city. Dispatcher wang, acceptor chen, shift leader zhao, supervisor liu; password {0}</source>
        <translation>合成城市。派遣员 wang，受理员 chen，值班长 zhao，监督 liu；密码 {0}</translation>
    </message>
    <message>
        <source>account and password are needed</source>
        <translation>填写账号和密码</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>alerts {n} / {most} (last 10 min)</source>
        <translation>提醒 {n} / {most}（近 10 分钟）</translation>
    </message>
    <message>
        <source>review on screen {0}</source>
        <translation>核查窗口在屏 {0}</translation>
    </message>
    <message>
        <source>F8 review</source>
        <translation>F8 核查窗口</translation>
    </message>
    <message>
        <source>unsent {0}</source>
        <translation>待发送 {0}</translation>
    </message>
    <message>
        <source>conflicts {0}</source>
        <translation>冲突 {0}</translation>
    </message>
    <message>
        <source>clock {0} s</source>
        <translation>时钟偏差 {0} 秒</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>connected · {0}</source>
        <translation>已连接 · {0}</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>server of another version; read-only</source>
        <translation>服务器版本不同，只读</translation>
    </message>
    <message>
        <source>drill · {0} left</source>
        <translation>演练 · 剩 {0}</translation>
    </message>
    <message>
        <source>offline {0}</source>
        <translation>离线 {0}</translation>
    </message>
    <message>
        <source>next try in {0}</source>
        <translation>{0}后重试</translation>
    </message>
    <message>
        <source>no data yet</source>
        <translation>尚无数据</translation>
    </message>
    <message>
        <source>{0} behind</source>
        <translation>落后 {0} 条</translation>
    </message>
    <message>
        <source>data {0} old</source>
        <translation>数据 {0}前</translation>
    </message>
    <message>
        <source>the server does not know this desk</source>
        <translation>服务器不认识本席位</translation>
    </message>
    <message>
        <source>data as of {at}, {age} old</source>
        <translation>数据截至 {at}（{age}前）</translation>
    </message>
</context>
<context>
    <name>Strips</name>
    <message>
        <source>merge in</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>look through</source>
        <translation>逐条确认</translation>
    </message>
    <message>
        <source>{n} new, most urgent {left}; held while you work</source>
        <translation>新到 {n} 件，最急 {left}；您操作时不插入</translation>
    </message>
    <message>
        <source>data as of {0}</source>
        <translation>数据截至 {0}</translation>
    </message>
    <message>
        <source>End the drill</source>
        <translation>结束演练</translation>
    </message>
    <message>
        <source>Not enrolled</source>
        <translation>未登记</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Enrol again …</source>
        <translation>重新登记…</translation>
    </message>
    <message>
        <source>Drill · {0} left</source>
        <translation>演练 · 剩 {0}</translation>
    </message>
    <message>
        <source>{n} new (.)</source>
        <translation>新到 {n} 件，按 . 并入</translation>
    </message>
    <message>
        <source>this desk has not heard from the server yet</source>
        <translation>本席位尚未连上过服务器</translation>
    </message>
    <message>
        <source>Offline since {0}</source>
        <translation>离线，自 {0} 起</translation>
    </message>
    <message>
        <source>Offline {0}</source>
        <translation>离线 {0}</translation>
    </message>
    <message>
        <source>{n} old commands wait for your word before they are sent</source>
        <translation>有 {n} 条旧命令，等您确认后才发送</translation>
    </message>
</context>
<context>
    <name>Tally</name>
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
    <name>Thumbnail</name>
    <message>
        <source>not here yet</source>
        <translation>尚未取得</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>载入中</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Griddesk</source>
        <translation>网格派遣台</translation>
    </message>
    <message>
        <source>F5 Desk</source>
        <translation>F5 派遣</translation>
    </message>
    <message>
        <source>F6 Map</source>
        <translation>F6 地图</translation>
    </message>
    <message>
        <source>F7 Watch</source>
        <translation>F7 值守</translation>
    </message>
    <message>
        <source>layouts</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>F8 Review</source>
        <translation>F8 核查</translation>
    </message>
    <message>
        <source>synthetic data</source>
        <translation>合成数据</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>无提示音</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>提示音 开</translation>
    </message>
    <message>
        <source>Urgent only</source>
        <translation>仅紧急提示</translation>
    </message>
    <message>
        <source>This machine has no program that plays sounds: {players}. Urgent cases are seen, not heard</source>
        <translation>本机没有播放声音的程序（{players}），紧急案卷只看得到、听不到</translation>
    </message>
</context>
<context>
    <name>TrainingDesk</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training · over</source>
        <translation>训练 · 已结束</translation>
    </message>
    <message>
        <source>Training · {0} min left</source>
        <translation>训练 · 还剩 {0} 分</translation>
    </message>
    <message>
        <source>{0} of {1} points</source>
        <translation>{0} / {1} 分</translation>
    </message>
    <message>
        <source>See the score</source>
        <translation>看成绩</translation>
    </message>
    <message>
        <source>End …</source>
        <translation>结束 …</translation>
    </message>
</context>
<context>
    <name>TrainingWindow</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>End and see the score</source>
        <translation>结束并看成绩</translation>
    </message>
    <message>
        <source>Open the page to print</source>
        <translation>打开打印页</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Runs so far</source>
        <translation>各次成绩</translation>
    </message>
    <message>
        <source>Training · {0} · seed {1}</source>
        <translation>训练 · {0} · 种子 {1}</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>还剩 {0} 分钟</translation>
    </message>
    <message>
        <source>over</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>of {0} points</source>
        <translation>/ {0} 分</translation>
    </message>
    <message>
        <source>{0} · seed {1}</source>
        <translation>{0} · 种子 {1}</translation>
    </message>
    <message>
        <source>No faults so far.</source>
        <translation>目前没有失误。</translation>
    </message>
</context>
<context>
    <name>UnitPicker</name>
    <message>
        <source>name, initials or code</source>
        <translation>名称、拼音首字母或代码</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>units found</source>
        <translation>查到的单位</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>建议</translation>
    </message>
</context>
<context>
    <name>Vacant</name>
    <message>
        <source>Waiting for the first cases from the server</source>
        <translation>正在等待服务器送来首批案卷</translation>
    </message>
    <message>
        <source>The demo city is being made: about half a minute, at the first start only</source>
        <translation>正在生成演示城市：约半分钟，仅首次启动需要</translation>
    </message>
    <message>
        <source>The city of this training is being made: about half a minute</source>
        <translation>正在生成本次演练的城市：约半分钟</translation>
    </message>
    <message>
        <source>See {list} {n}</source>
        <translation>看{list} {n}</translation>
    </message>
    <message>
        <source>{0} so far</source>
        <translation>已用 {0}</translation>
    </message>
</context>
<context>
    <name>VerbForm</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>typed {at}</source>
        <translation>{at} 已输入</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>必填</translation>
    </message>
</context>
<context>
    <name>VerdictWords</name>
    <message>
        <source>words to the unit, if any; Enter goes back to the keys</source>
        <translation>给单位的话（可空）；回车返回按键</translation>
    </message>
    <message>
        <source>words to the unit</source>
        <translation>给单位的话</translation>
    </message>
</context>
</TS>
