#!/usr/bin/perl
# Runs inside a practice host and makes three files of its /proc its own, as LXCFS does for containers: stat, loadavg and
# meminfo tell of the processes of this host alone, not of the machine that all hosts share. Pressure is then made by
# nodes that burn and hold, and seen on their host only.
# A node counts with the share of a core that its sim.control asks for, however much this machine gave it.
# /opt/fleet/meter.conf, read all the time, may hold `memory_mb N` (1000 without it) and `load ONE FIVE FIFTEEN`, which
# takes the place of the averages of the processors in use.
use strict;
use warnings;

my ($tick, $page) = (100, 4096);
my @names = qw(stat loadavg meminfo);
mkdir '/run/meter';
system("umount /proc/$_ 2>/dev/null") for @names;
my @real = split /\n/, text('/proc/stat');
my $cores = grep { /^cpu\d/ } @real;
my ($booted) = grep { /^btime/ } @real;
my ($began, $last, $busy, %ticks, %control) = (uptime(), uptime(), 0);
my @load = (0, 0, 0);
measure();
for (@names) {
    system('mount', '--bind', "/run/meter/$_", "/proc/$_") == 0 or die "meter: cannot mount over /proc/$_\n";
}
while (1) { select undef, undef, undef, 0.25; measure() }

sub measure {
    my ($held, $used, $count, %seen) = (0, 0, 0);
    my $now = uptime();
    my $passed = $now - $last;
    $last = $now;
    opendir my $proc, '/proc' or die "meter: /proc: $!\n";
    for my $pid (grep { /^\d+$/ } readdir $proc) {
        my $stat = text("/proc/$pid/stat");
        $stat =~ s/^.*\) // or next;
        my @field = split / /, $stat;
        my $name = "$pid $field[19]";
        $seen{$name} = $field[11] + $field[12];
        $control{$name} ||= control($pid);
        my ($percent) = $control{$name} ? text($control{$name}) =~ /^cpu_percent *= *(\d+)/m : ();
        $used += $percent ? $percent / 100 * $tick * $passed : $seen{$name} - ($ticks{$name} // 0);
        my @pages = split / /, text("/proc/$pid/statm");
        $held += ($pages[1] - $pages[2]) * $page if @pages > 2;
        $count++;
    }
    closedir $proc;
    %ticks = %seen;
    delete @control{grep { !exists $seen{$_} } keys %control};
    $used = 0 if $passed <= 0;
    $busy += $used;
    my %set = map { /^(\w+)\s+(.*)/ ? ($1, $2) : () } split /\n/, text('/opt/fleet/meter.conf');
    if ($set{load}) { @load = split ' ', $set{load} }
    elsif ($passed > 0) {
        my @minutes = (1, 5, 15);
        for (0 .. 2) {
            my $share = exp(-$passed / 60 / $minutes[$_]);
            $load[$_] = $load[$_] * $share + $used / $tick / $passed * (1 - $share);
        }
    }
    my $total = ($set{memory_mb} // 1000) * 1_000_000;
    my $left = $total > $held ? $total - $held : 0;
    my $idle = $cores * ($now - $began) * $tick - $busy;
    $idle = 0 if $idle < 0;
    my @lines = map { sprintf "cpu%s %d 0 0 %d 0 0 0 0 0 0", @$_ }
        ([' ', $busy, $idle], map { [$_, $busy / $cores, $idle / $cores] } 0 .. $cores - 1);
    put('stat', join("\n", @lines, 'ctxt 0', $booted, "processes $count", 'procs_running 1', 'procs_blocked 0'));
    put('loadavg', sprintf('%.2f %.2f %.2f 1/%d 1', @load, $count));
    put('meminfo', join("\n",
        map { sprintf '%s: %d kB', $_->[0], $_->[1] / 1024 }
            ['MemTotal', $total], ['MemFree', $left], ['MemAvailable', $left], ['SwapTotal', 0], ['SwapFree', 0]));
}

# Where a node reads how to behave; empty for what is no node.
sub control {
    my ($pid) = @_;
    return '' if (readlink "/proc/$pid/exe" // '') !~ m{/antnode( \(deleted\))?$};
    return text("/proc/$pid/cmdline") =~ /\0--root-dir\0([^\0]+)/ ? "$1/sim.control" : '';
}

sub uptime { (split / /, text('/proc/uptime'))[0] }

sub text {
    open my $file, '<', $_[0] or return '';
    local $/;
    return readline($file) // '';
}

# In place and always as long, since a mount follows the file and a reader may come at any moment.
sub put {
    my ($name, $text) = @_;
    open my $file, -e "/run/meter/$name" ? '+<' : '>', "/run/meter/$name" or die "meter: $name: $!\n";
    syswrite $file, sprintf("%-4095s\n", $text);
}
