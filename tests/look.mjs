import { chromium } from "@playwright/test"; import { browserArguments, executablePath } from "./browser.mjs";
import { spawn } from "node:child_process";
const child = spawn("../target/release/lamplight-faults", ["../target/test-sites/media", "/"]); const { site, control } = JSON.parse(await new Promise((r) => child.stdout.once("data", r)));
const order=(p,b)=>fetch(control+p,{method:"POST",headers:{"content-type":"application/json"},body:JSON.stringify(b)});
const browser = await chromium.launch({ executablePath, args: browserArguments });
for (const width of [360, 1280]) for (const colorScheme of ["light","dark"]) {
  await order("/dead", false); await order("/faults", []); await order("/site", process.cwd()+"/../target/test-sites/media");
  const c = await browser.newContext({ viewport:{width,height:800}, colorScheme }); const p = await c.newPage();
  const shot=(n)=>p.screenshot({path:`/tmp/w/look-${n}-${width}-${colorScheme}.png`, fullPage:true});
  await p.goto(site+"blog/day-5/"); await p.waitForFunction(()=>navigator.serviceWorker.controller); await p.getByRole("button",{name:/Keep this post/}).waitFor(); 
  await p.getByRole("button",{name:/Keep this post/}).scrollIntoViewIfNeeded(); await p.screenshot({path:`/tmp/w/look-post-${width}-${colorScheme}.png`});
  await p.getByRole("button",{name:/Keep this post/}).click(); await p.getByRole("button",{name:"Keep text"}).waitFor(); await p.screenshot({path:`/tmp/w/look-asked-${width}-${colorScheme}.png`});
  await p.getByRole("button",{name:"Keep text"}).click(); await p.getByText(/^Kept on/).waitFor();
  await p.goto(site+"tag/sound/"); await p.getByRole("button",{name:/Keep these/}).click(); await p.getByRole("button",{name:/and pictures/}).click(); await p.getByText(/^Kept on/).waitFor();
  await p.goto(site+"offline/"); await order("/faults",[{path:"/lamplight/data/*",delay:900}]);
  await p.getByRole("button",{name:/whole blog/}).click(); await p.getByRole("button",{name:"Keep text",exact:true}).click(); await p.waitForTimeout(1800); await shot("shelf");
  await order("/faults",[]); await order("/site", process.cwd()+"/../target/test-sites/newer"); 
  await p.evaluate(async()=>(await navigator.serviceWorker.getRegistration()).update()); await p.getByText("new version").waitFor({timeout:9000}).catch(()=>{}); await p.screenshot({path:`/tmp/w/look-notice-${width}-${colorScheme}.png`});
  await order("/dead", true); await p.goto(site+"no/such/"); await p.waitForTimeout(1500); await shot("fallback");
  await c.close();
}
await browser.close(); child.kill();
