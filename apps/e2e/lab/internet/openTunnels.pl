# Opens tunnel devices and becomes the program that serves them: a tunnel belongs to whoever asked for it by an ioctl,
# which Node cannot do, and every Debian has Perl.
#   perl openTunnels.pl NAME,NAME… PROGRAM ARGUMENTS…
# The program finds the open files in TUNNELS, in the order of the names.
use strict;
use warnings;

# linux/if_tun.h: the number of TUNSETIFF; packets of IP (IFF_TUN) with nothing before them (IFF_NO_PI).
my $TUNSETIFF = 0x400454ca;
my $FLAGS     = 0x0001 | 0x1000;

# Files stay open over the exec.
$^F = 255;

my @tunnels;
for my $name ( split /,/, shift @ARGV ) {
    open( my $tunnel, '+<', '/dev/net/tun' ) or die "/dev/net/tun cannot be opened: $!\n";
    ioctl( $tunnel, $TUNSETIFF, pack( 'a16 S x22', $name, $FLAGS ) ) or die "$name cannot be made: $!\n";
    push @tunnels, $tunnel;
}
$ENV{TUNNELS} = join ',', map { fileno $_ } @tunnels;
exec @ARGV or die "$ARGV[0] cannot be run: $!\n";
